"""What a form control must know before its template is filled: ids, descriptions, checked items."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.utils.safestring import SafeString

from govuk.options import Options, as_text, attribute_text, join, optional_attributes
from govuk.rendering import fill, prepares

_WORD_BEFORE = {"hint": {}, "error_message": {"visually_hidden_text": "Error"}}


@prepares("input", "textarea", "select")
def control(o: Options) -> None:
    """Gives label, hint and error their ids and lists them for aria-describedby."""
    o["id"] = o["id"] or o["name"]
    o["label"] = Options(as_text(o["label"]) or {}, **{"for": o["id"]})
    describe(o, o["id"], o["described_by"])
    group = o["form_group"]
    affixes = (o["prefix"], o["suffix"], group["before_input"], group["after_input"])
    o["wrapped"] = any(affix["content"] for affix in affixes)
    o["rows"] = o["rows"] or 5
    o["value_attribute"] = optional_attributes(value=o.get("value"))
    o["more"] = _control_attributes(o)
    o["options"] = list(_option_groups(o))


def _control_attributes(o: Options) -> SafeString:
    spelling = {True: "true", False: "false"}.get(o["spellcheck"])
    return optional_attributes(
        spellcheck=spelling,
        disabled=bool(o["disabled"]),
        aria_describedby=o["described_by"] or None,
        autocomplete=o["autocomplete"],
        autocapitalize=o["autocapitalize"],
        pattern=o["pattern"],
        inputmode=o["inputmode"],
    )


def describe(o: Options, id_: str, described_by: Any) -> None:
    ids = [described_by]
    for key in ("hint", "error_message"):
        if o[key]:
            part_id = f"{id_}-{key.removesuffix('_message')}"
            o[key] = Options(_WORD_BEFORE[key], **as_text(o[key]) | {"id": part_id})
            ids.append(part_id)
    o["described_by"] = join(*ids)


def _option_groups(o: Options) -> Iterator[Options]:
    """Options that share a `group`, one after another, stand under its name."""
    options = [Options(item, more=_option(item, o)) for item in o["items"] if item]
    for name, members in groupby(options, key=lambda item: str(item["group"])):
        yield Options(label=name, options=list(members))


def _option(item: Options, o: Options) -> SafeString:
    value = item["value"] if "value" in item else item["text"]
    own_value = attribute_text({"value": item["value"]} if "value" in item else {})
    return own_value + optional_attributes(
        selected=_chosen(item, "selected", bool(o["value"]) and same(value, o["value"])),
        disabled=bool(item["disabled"]),
    )


def same(one: Any, other: Any) -> bool:
    """Values as a browser would send them: 3 and "3" are the same."""
    return str(one) == str(other)


def _chosen(item: Options, key: str, by_value: bool) -> bool:
    """An item's own checked=True or False wins over the value of the whole control."""
    own = item[key]
    return bool(own) or (by_value and own is not False)


@prepares("radios")
def radios(o: Options) -> None:
    def checked(item: Options) -> bool:
        return bool(o["value"]) and same(item["value"], o["value"])

    _group(o, o["fieldset"]["described_by"])
    o["choices"] = list(_choices(o, checked, inherited=""))
    fill_group(o, "_radios_inner")


@prepares("checkboxes")
def checkboxes(o: Options) -> None:
    def checked(item: Options) -> bool:
        return any(same(item["value"], value) for value in o["values"])

    _group(o, o["fieldset"]["described_by"] or o["described_by"])
    inherited = "" if o["fieldset"] else o["described_by"]
    o["choices"] = list(_choices(o, checked, inherited=inherited))
    fill_group(o, "_checkboxes_inner")


def _group(o: Options, described_by: Any) -> None:
    o["id_prefix"] = o["id_prefix"] or o["name"]
    describe(o, o["id_prefix"], described_by)
    group_fieldset(o)


def group_fieldset(o: Options, **more: str) -> None:
    if o["fieldset"]:
        o["fieldset"] = Options(o["fieldset"], described_by=o["described_by"], **more)
        o["fieldset"]["legend"] = as_text(o["fieldset"]["legend"])


def fill_group(o: Options, template: str) -> None:
    """The controls themselves, inside the fieldset where there is one."""
    o["inner"] = fill(template, o)
    if o["fieldset"]:
        o["fieldset"]["html"] = o["inner"]


def _choices(o: Options, checked, inherited: str) -> Iterator[Options]:
    for number, item in enumerate(o["items"], 1):
        if item:
            suffix = f"-{number}" if number > 1 else ""
            item_id = item["id"] or f"{o['id_prefix']}{suffix}"
            yield _choice(o, item, item_id, _chosen(item, "checked", checked(item)), inherited)


def _choice(o: Options, item: Options, id_: str, checked: bool, inherited: str) -> Options:
    hint, reveals = as_text(item["hint"]), item["conditional"]["html"]
    hinted = bool(hint["content"])
    return Options(
        item,
        id=id_,
        name=item["name"] or o["name"],
        hint=Options(hint, id=f"{id_}-item-hint") if hinted else None,
        reveals=reveals,
        checked=checked,
        more=optional_attributes(
            checked=checked,
            disabled=bool(item["disabled"]),
            data_aria_controls=f"conditional-{id_}" if reveals else None,
            data_behaviour=item["behaviour"],
            aria_describedby=join(inherited, f"{id_}-item-hint" if hinted else "") or None,
        ),
    )
