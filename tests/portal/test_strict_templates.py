"""The net itself: a name no view gave fails in our templates, and stays blank in other people's."""

from pathlib import Path

import pytest
from django.template import Context, Origin, Template

from portal.testing.templates import ROOT, UndefinedVariable


def render(text: str, file: Path) -> str:
    return Template(text, origin=Origin(str(file))).render(Context({"known": "x"}))


def test_an_unknown_name_fails_in_our_templates():
    ours = ROOT / "templates" / "page.html"
    assert render("{{ known }}{% if unknown %}y{% endif %}", ours) == "x"
    with pytest.raises(UndefinedVariable, match=r"unknown\.name.*page\.html"):
        render("{{ unknown.name }}", ours)
    with pytest.raises(UndefinedVariable):
        render('{{ unknown|default:"" }}', ours)


def test_other_peoples_templates_may_count_on_blanks():
    theirs = ROOT / ".venv" / "lib" / "admin" / "page.html"
    assert render('[{{ unknown }}{{ unknown|default:"-" }}]', theirs) == "[-]"
