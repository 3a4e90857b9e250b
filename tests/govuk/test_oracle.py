"""Every published fixture of every component we use, through our own templates.

govuk-frontend publishes, for each component, options and the HTML they must give. Ours must give
the same after normalising: order of attributes and classes, and white space, do not count.
"""

import json
from pathlib import Path

import pytest
from django.test.html import parse_html
from django.utils.safestring import SafeString

from govuk.rendering import component

FIXTURES = Path(__file__).parent / "fixtures"

# What we deliberately do not do, by (component, fixture), and why. Everything else must match.
NOT_SUPPORTED: dict[tuple[str, str], str] = {}


def cases():
    for file in sorted(FIXTURES.glob("*.json")):
        for fixture in json.loads(file.read_text())["fixtures"]:
            yield pytest.param(file.stem, fixture, id=f"{file.stem}: {fixture['name']}")


def trusted(options, key=""):
    """Options as a developer would give them here: what is meant as HTML is marked as safe."""
    if isinstance(options, dict):
        is_html = key == "slots"
        return {k: trusted(v, "html" if is_html and k != "end" else k) for k, v in options.items()}
    if isinstance(options, list):
        return [trusted(item, key) for item in options]
    if isinstance(options, str) and (key == "end" or key.lower().endswith("html")):
        return SafeString(options)
    return options


def same(ours: str, theirs: str) -> bool:
    return parse_html(ours) == parse_html(theirs)


@pytest.mark.parametrize(("name", "fixture"), list(cases()))
def test_our_html_is_theirs(name, fixture):
    ours = component(name.replace("-", "_"), trusted(fixture["options"]))
    if reason := NOT_SUPPORTED.get((name, fixture["name"])):
        assert not same(ours, fixture["html"]), f"no longer an exception: {reason}"
        return
    assert str(parse_html(ours)) == str(parse_html(fixture["html"]))


def test_every_component_named_has_its_fixtures():
    named = (FIXTURES / "COMPONENTS").read_text().split()
    assert sorted(named) == sorted(file.stem for file in FIXTURES.glob("*.json"))


def test_every_component_template_of_theirs_is_held_to_fixtures():
    """A template that no fixture covers is our own, and is named here."""
    own = {"badge", "filter_tags", "link", "paragraph", "progress_tracker", "stat_tile"}
    own |= {"summary_row", "timeline"}
    folder = Path(__file__).parents[2] / "govuk/templates/govuk/components"
    public = {f.stem for f in folder.glob("*.html") if not f.stem.startswith("_")}
    theirs = {file.stem.replace("-", "_") for file in FIXTURES.glob("*.json")}
    assert public == theirs | own


def test_exceptions_name_fixtures_that_exist():
    known = {(case.values[0], case.values[1]["name"]) for case in cases()}
    assert set(NOT_SUPPORTED) <= known
