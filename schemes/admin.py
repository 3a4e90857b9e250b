"""The words and rules of the catalogue. Schemes themselves are written on the editors' pages."""

from django.contrib import admin

from accounts.admin import Explained, Kept, ReadOnly

from .models import (
    Authority,
    Category,
    PriceIndex,
    Problem,
    Result,
    Setting,
    Stage,
    Step,
    Version,
)


@admin.register(Category)
class CategoryAdmin(Kept):
    list_display = ["name", "order"]
    list_editable = ["order"]


@admin.register(Problem)
class ProblemAdmin(Kept):
    list_display = ["name", "slug", "order", "is_active"]
    prepopulated_fields = {"slug": ["name"]}
    help_texts = {"name": "As a parish would say it.", "is_active": "Untick to stop offering it."}


@admin.register(Authority)
class AuthorityAdmin(Kept):
    list_display = ["name", "role"]
    list_filter = ["role"]
    search_fields = ["name"]
    help_texts = {"role": "Only the prices of “this council” are ever shown as ours."}


@admin.register(Stage)
class StageAdmin(Kept):
    list_display = ["number", "name", "is_active"]
    list_display_links = ["name"]
    help_texts = {"is_active": "Untick to stop showing it. What was said before stays."}


@admin.register(Result)
class ResultAdmin(Kept):
    list_display = ["name", "third_party_may_fund", "order", "is_active"]
    help_texts = {
        "third_party_may_fund": "Tick where a parish or somebody else could pay for it instead.",
        "is_active": "Untick to stop offering it. Schemes that have it keep it.",
    }


@admin.register(Setting)
class SettingAdmin(Kept):
    help_texts = {
        "parish_share": "Blank where no policy says so: then no worked example is shown.",
        "parish_share_source": "The policy, with its date.",
    }

    def has_add_permission(self, request) -> bool:
        return not Setting.objects.exists()

    def save_model(self, request, obj, form, change) -> None:
        """There is one row of rules."""
        obj.pk = 1
        super().save_model(request, obj, form, change)


@admin.register(PriceIndex)
class PriceIndexAdmin(Explained):
    list_display = ["name", "year", "value", "source"]
    list_filter = ["name"]
    help_texts = {"source": "Who published the value, and when. None is shipped with the product."}


@admin.register(Version)
class VersionAdmin(ReadOnly):
    list_display = ["__str__", "published_at", "published_by", "proposed_by"]
    list_select_related = ["published_by", "proposed_by"]


@admin.register(Step)
class StepAdmin(ReadOnly):
    list_display = ["scheme", "what", "at", "by"]
    list_filter = ["what"]
    list_select_related = ["scheme", "by"]
