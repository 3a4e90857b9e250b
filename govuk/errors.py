"""The error summary of a form: every error once, each leading to the control it is about."""

from collections.abc import Iterator
from typing import Any

from govuk.bound import first_error, target_id


def error_list(form: Any) -> list[dict[str, str]]:
    """The entries of the error summary, those of the whole form first."""
    if not form.is_bound or not form.errors:
        return []
    whole = [{"text": text} for text in form.non_field_errors()]
    return whole + list(_field_errors(form))


def _field_errors(form: Any) -> Iterator[dict[str, str]]:
    for field in form:
        if field.is_hidden:
            yield from ({"text": f"{field.label}: {text}"} for text in field.errors)
        elif text := first_error(field):
            yield {"href": f"#{target_id(field)}", "text": text}


def errors_in(context: Any) -> list[dict[str, str]]:
    """The errors of the page's `form`, or of each of its `forms`."""
    forms = [form for form in context.get("forms") or () if hasattr(form, "non_field_errors")]
    form = context.get("form")
    if hasattr(form, "non_field_errors") and not any(form is each for each in forms):
        forms.append(form)
    return [entry for form in forms for entry in error_list(form)]
