"""What an officer sorts out before answering: each a page of its own, and one workflow."""

from django.http import HttpResponse

from accounts.requests import Request

from .. import workflows
from ..forms import triage as forms
from .desk import officers_only
from .officer import form_methods
from .officer_actions import act


@officers_only
@form_methods
def assign(request: Request, number: int) -> HttpResponse:
    return act(
        request, number, form_class=forms.AssignForm, workflow=workflows.assign,
        title="Assign this enquiry", done="{} is assigned.",
    )  # fmt: skip


@officers_only
@form_methods
def change_priority(request: Request, number: int) -> HttpResponse:
    return act(
        request, number, form_class=forms.PriorityForm, workflow=workflows.change_priority,
        title="Change the priority", done="The priority of {} is changed.",
    )  # fmt: skip


@officers_only
@form_methods
def correct_parish(request: Request, number: int) -> HttpResponse:
    return act(
        request, number, form_class=forms.ParishForm, workflow=workflows.correct_parish,
        title="Correct the parish", done="The parish of {} is corrected.",
    )  # fmt: skip


@officers_only
@form_methods
def note_reference(request: Request, number: int) -> HttpResponse:
    return act(
        request, number, form_class=forms.ReferenceForm, workflow=workflows.note_reference,
        title="Reference in another system", done="The reference of {} is saved.",
    )  # fmt: skip


@officers_only
@form_methods
def waive_survey(request: Request, number: int) -> HttpResponse:
    return act(
        request, number, form_class=forms.WaiveForm, workflow=workflows.waive_survey,
        title="Send no survey", done="No survey will follow the answer to {}.",
    )  # fmt: skip


@officers_only
@form_methods
def merge(request: Request, number: int) -> HttpResponse:
    return act(
        request, number, form_class=forms.MergeForm, workflow=workflows.merge,
        title="Join this to another enquiry", done="{} is joined to it, and all are told.",
    )  # fmt: skip


@officers_only
@form_methods
def split(request: Request, number: int) -> HttpResponse:
    return act(
        request, number, form_class=forms.SplitForm, workflow=workflows.split,
        title="Split this enquiry in two", done="{} is split, and the clerk is told of both.",
    )  # fmt: skip


@officers_only
@form_methods
def link(request: Request, number: int) -> HttpResponse:
    return act(
        request, number, form_class=forms.LinkForm, workflow=workflows.link,
        title="Link a related enquiry", done="{} is linked.",
    )  # fmt: skip


@officers_only
@form_methods
def unlink(request: Request, number: int) -> HttpResponse:
    return act(
        request, number, form_class=forms.UnlinkForm, workflow=workflows.unlink,
        title="Take a link back", done="{} is no longer linked to it.",
    )  # fmt: skip


@officers_only
@form_methods
def treat_as(request: Request, number: int) -> HttpResponse:
    return act(
        request, number, form_class=forms.TreatForm, workflow=workflows.treat_as,
        title="Treat this as something else", done="{} is moved, and the clerk is told.",
    )  # fmt: skip
