"""Rows an administrator edits: topics, groups of councils, and partner bodies and members."""

from django.contrib import admin

from accounts.admin import Explained, Kept, ReadOnly

from .models import Correction, Group, Subscriber, Topic


@admin.register(Topic)
class TopicAdmin(Kept):
    list_display = ["name", "order", "is_active"]
    prepopulated_fields = {"slug": ["name"]}
    search_fields = ["name"]
    help_texts = {
        "slug": "Stands in addresses; do not change it once it is known.",
        "is_active": "Untick to stop offering it. Old items keep it.",
    }


@admin.register(Group)
class GroupAdmin(Explained):
    list_display = ["name"]
    filter_horizontal = ["councils"]
    search_fields = ["name"]


@admin.register(Subscriber)
class SubscriberAdmin(Kept):
    """Partner bodies and members are added here; the public asks and confirms by itself."""

    list_display = ["name", "email", "kind", "confirmed_at", "left_at"]
    list_filter = ["kind", "topics", "districts"]
    search_fields = ["name", "email"]
    fields = ["kind", "name", "email", "topics", "districts", "asked_at", "confirmed_at", "left_at"]
    filter_horizontal = ["topics", "districts"]
    readonly_fields = ["confirmed_at", "left_at"]
    help_texts = {"kind": "The public is not added here: people ask for briefings themselves."}

    def get_queryset(self, request):
        return super().get_queryset(request).exclude(kind=Subscriber.Kind.PERSON)

    def get_changeform_initial_data(self, request):
        return {"kind": Subscriber.Kind.PARTNER, "asked_at": request.now}


@admin.register(Correction)
class CorrectionAdmin(ReadOnly):
    list_display = ["item", "note", "made_at", "made_by"]
    list_select_related = ["item", "made_by"]
