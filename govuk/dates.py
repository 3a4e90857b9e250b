"""The date input: three numeric boxes in one group, each of which may be the wrong one."""

from govuk.controls import describe, fill_group, group_fieldset
from govuk.options import Options, join
from govuk.rendering import component, prepares

_WIDTHS = {"day": 2, "month": 2, "year": 4}


@prepares("date_input")
def date_input(o: Options) -> None:
    describe(o, o["id"], o["fieldset"]["described_by"])
    group_fieldset(o, role="group")
    parts = {part: _part(o, part) for part in _WIDTHS}
    items = o["items"] or parts.values()
    shown = [_known(item, parts) for item in items if item]
    o["inputs"] = [_input(o, item, any(map(_wrong, shown))) for item in shown]
    fill_group(o, "_date_inner")


def _part(o: Options, part: str) -> Options | None:
    """A day, month or year; year=False leaves the year out."""
    given = o.get(part, Options(value=o["values"][part]))
    return Options({"name": part, **given}, width=_WIDTHS[part]) if given is not False else None


def _known(item: Options, parts: dict[str, Options | None]) -> Options:
    for part, default in parts.items():
        if item["name"] and item["name"] in (part, (default or item)["name"]):
            return Options({"width": _WIDTHS[part], "value": (default or item)["value"], **item})
    return item


def _wrong(item: Options) -> bool:
    return bool(item["error"]) or "govuk-input--error" in str(item["classes"])


def _input(o: Options, item: Options, some_wrong: bool):
    name = item["name"]
    full_name = join(o["name_prefix"], name, by="-")
    return component(
        "input",
        label={"text": item["label"] or name.capitalize(), "classes": "govuk-date-input__label"},
        id=item["id"] or f"{o['id']}-{name}",
        name=full_name,
        classes=join("govuk-date-input__input", *_classes(o, item, some_wrong)),
        value=item["value"] if "value" in item else o["values"][full_name],
        inputmode=item["inputmode"] or "numeric",
        autocomplete=item["autocomplete"],
        pattern=item["pattern"],
        attributes=item["attributes"],
    )


def _classes(o: Options, item: Options, some_wrong: bool) -> list[str]:
    """With an error and no part named as wrong, every part is shown as wrong."""
    given = str(item["classes"])
    blamed = o["error_message"] and not some_wrong and item["error"] is not False
    wrong = "govuk-input--error" not in given and (_wrong(item) or blamed)
    width = "" if "govuk-input--width-" in given else f"govuk-input--width-{item['width'] or 2}"
    return ["govuk-input--error" if wrong else "", width, given]
