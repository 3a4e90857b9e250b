"""Kinds, outcomes, reasons and bodies to edit; enquiries and their history only to look at."""

from django.contrib import admin

from accounts.admin import Explained, Kept, ReadOnly

from . import references
from .models import (
    Answer,
    Batch,
    Body,
    Deadline,
    Enquiry,
    Event,
    Kind,
    KindGroup,
    Outcome,
    Phase,
    Reason,
    RoadOwner,
    SavedView,
    Signpost,
    StandardWording,
)

SWITCH_OFF = "Untick to stop offering it. Old enquiries keep it."


@admin.register(KindGroup)
class KindGroupAdmin(Explained):
    list_display = ["name", "order"]
    list_editable = ["order"]
    search_fields = ["name"]


@admin.register(Kind)
class KindAdmin(Kept):
    list_display = ["name", "code", "group", "owner", "priority", "team", "is_active"]
    list_filter = ["group", "priority", "team", "follows_stages", "needs_approval", "is_active"]
    list_select_related = ["group", "team"]
    search_fields = ["name", "code", "examples", "owner"]
    help_texts = {
        "name": "In the words of a clerk.",
        "owner": "Who looks after this matter.",
        "signpost_to": "Whom to name when it is not the county's.",
        "emergency_rule": "When to telephone instead, in a few words.",
        "ask_for": "What to ask the clerk for, divided by semicolons.",
        "follows_stages": "Tick it where clerks ask for a scheme to be considered, not where they "
        "report a trouble. They see the published stages, officers the outcomes for schemes.",
        "needs_approval": "A second officer reads each answer before it is sent.",
        "team": "Which team is sent new enquiries. Blank leaves them to be sorted by hand.",
        "is_active": SWITCH_OFF,
    }


@admin.register(Body)
class BodyAdmin(Kept):
    list_display = ["name", "website", "contact", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["name", "matters"]
    help_texts = {
        "matters": "What it looks after.",
        "contact": "Shown to the clerk when an enquiry is passed on. Leave blank if not known.",
        "email": "Where officers may send what they pass on. Blank sends nothing; clerks do not "
        "see it.",
        "is_active": SWITCH_OFF,
    }


@admin.register(RoadOwner)
class RoadOwnerAdmin(Kept):
    list_display = ["name", "body", "only_parish", "source", "is_active"]
    list_filter = ["body", "is_active"]
    list_select_related = ["body", "only_parish"]
    raw_id_fields = ["only_parish"]
    search_fields = ["name"]
    help_texts = {
        "name": "As clerks write it: a number such as M1, or a name.",
        "only_parish": "Blank means wherever the name is written.",
        "source": "Where you know it from.",
        "is_active": SWITCH_OFF,
    }


@admin.register(Signpost)
class SignpostAdmin(ReadOnly):
    list_display = ["owner", "choice", "kind", "parish", "shown_at", "enquiry"]
    list_filter = ["choice", "body"]
    list_select_related = ["kind", "parish", "enquiry"]


@admin.register(Outcome)
class OutcomeAdmin(Kept):
    list_display = ["wording", "leads_to", "needs_reason", "is_refusal", "order", "is_active"]
    search_fields = ["wording", "code"]
    help_texts = {
        "is_active": SWITCH_OFF,
        "leads_to": "The status an enquiry has afterwards.",
        "needs_reason": "Tick where the clerk must be shown a reason.",
        "for_schemes": "Tick where it is offered for scheme requests only, before all others.",
        "is_refusal": "Tick where we do not do what was asked. Figures count it so.",
    }


@admin.register(Reason)
class ReasonAdmin(Kept):
    list_display = ["wording", "order", "is_active"]
    search_fields = ["wording", "code"]
    help_texts = {"is_active": SWITCH_OFF}


@admin.register(Phase)
class PhaseAdmin(Kept):
    list_display = ["name", "number", "is_active"]
    search_fields = ["name", "what_happens"]
    help_texts = {
        "name": "As the council publishes it.",
        "source": "Where it is published.",
        "is_active": SWITCH_OFF,
    }


@admin.register(StandardWording)
class StandardWordingAdmin(Kept):
    list_display = ["title", "outcome", "reviewed_on", "reviewer", "is_sample", "is_active"]
    list_filter = ["is_active", "is_sample", "outcome", "kinds"]
    list_select_related = ["outcome"]
    filter_horizontal = ["kinds"]
    search_fields = ["title", "text"]
    help_texts = {
        "text": "Put what the officer has to fill in between square brackets, such as [date of "
        "survey]. [road], [parish], [council] and [reference] are filled in by themselves.",
        "kinds": "Blank offers it for every kind.",
        "outcome": "Blank offers it for every outcome.",
        "from_month": "Blank offers it all year round. Otherwise fill in both months.",
        "is_sample": "Officers are told that it is not the council's wording.",
        "reviewed_on": "With who reviewed it. Officers are shown both.",
        "is_active": SWITCH_OFF,
    }


class ByReference(ReadOnly):
    """Found by an enquiry's reference: anything looser would read a million rows."""

    ordering = ["-pk"]
    search_fields = ["pk"]
    search_help_text = "The reference of an enquiry"
    number_field = "enquiry__number"

    def get_search_results(self, request, queryset, search_term):
        if not search_term:
            return queryset, False
        number = references.parse(search_term)
        found = (
            queryset.none() if number is None else queryset.filter(**{self.number_field: number})
        )
        return found, False


@admin.register(Enquiry)
class EnquiryAdmin(ByReference):
    list_display = ["reference", "parish", "kind", "status", "received_at", "due_on", "owner"]
    list_filter = ["status", "priority"]
    list_select_related = ["parish", "kind", "owner"]
    number_field = "number"


@admin.register(Event)
class EventAdmin(ByReference):
    list_display = ["enquiry", "what", "at", "by", "is_public"]
    list_filter = ["what"]
    list_select_related = ["enquiry", "by"]


@admin.register(Answer)
class AnswerAdmin(ByReference):
    list_display = ["enquiry", "round", "outcome", "reason", "answered_at", "answered_by"]
    list_filter = ["outcome"]
    list_select_related = ["enquiry", "outcome", "reason", "answered_by"]


@admin.register(Deadline)
class DeadlineAdmin(ByReference):
    list_display = ["enquiry", "stage", "round", "promised_on", "due_on", "met_at", "missed_at"]
    list_filter = ["stage"]
    list_select_related = ["enquiry"]


@admin.register(SavedView)
class SavedViewAdmin(ReadOnly):
    """May be removed, as those of people who left: the enquiries stay as they are."""

    list_display = ["name", "person", "team", "query", "saved_at"]
    list_filter = ["team"]
    list_select_related = ["person", "team"]
    search_fields = ["name", "person__name"]

    def has_delete_permission(self, request, obj=None) -> bool:
        return True


@admin.register(Batch)
class BatchAdmin(ReadOnly):
    list_display = ["what", "to", "done_at", "done_by", "undone_at"]
    list_filter = ["what"]
    list_select_related = ["done_by"]
