from django.contrib import admin

from .models import Letter, Sweep


class ReadOnly(admin.ModelAdmin):
    """Letters are written by verbs and sent by workers; a person only looks."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Letter)
class LetterAdmin(ReadOnly):
    list_display = ["subject", "to", "status", "attempts", "created_at", "sent_at", "error"]
    list_filter = ["status", "kind"]
    search_fields = ["about", "to", "key"]
    # The page of the letter shows its text, without what only the reader may use.
    exclude = ["html", "text"]
    list_select_related = False
    show_full_result_count = False


@admin.register(Sweep)
class SweepAdmin(ReadOnly):
    list_display = ["name", "at"]
