"""Places and bodies, as an administrator keeps them."""

from django.contrib import admin

from accounts.admin import Kept

from .models import Council, District, Division, Membership, Parish

FROM_ONS = "From the Office for National Statistics; loading the reference data sets it again."


class MembershipInline(admin.TabularInline):
    """A person's time is ended by its last day, so that the record of who acted stays."""

    model = Membership
    extra = 1
    can_delete = False
    verbose_name_plural = "Who acts for this council, from the first day to the last"


@admin.register(District)
class DistrictAdmin(Kept):
    list_display = ["name", "council_name", "gss_code"]
    search_fields = ["name", "council_name", "gss_code"]
    help_texts = {"name": FROM_ONS, "gss_code": FROM_ONS}


@admin.register(Division)
class DivisionAdmin(Kept):
    list_display = ["name", "gss_code"]
    list_filter = ["districts"]
    search_fields = ["name", "gss_code"]
    filter_horizontal = ["districts"]
    help_texts = {"name": FROM_ONS, "districts": "Boundaries change: keep these up to date."}


@admin.register(Parish)
class ParishAdmin(Kept):
    list_display = ["name", "district", "is_parished", "gss_code"]
    list_filter = ["district", "is_parished"]
    list_select_related = ["district"]
    search_fields = ["name", "gss_code", "gss_code_2019"]
    filter_horizontal = ["divisions"]
    help_texts = {
        "name": FROM_ONS,
        "is_parished": "Untick for an unparished area of a district.",
        "divisions": "The divisions it may lie in. Keep only those you have confirmed.",
        "population": "Leave blank if it is not known.",
    }


@admin.register(Council)
class CouncilAdmin(Kept):
    list_display = ["name", "kind"]
    list_filter = ["kind", "parishes__district"]
    search_fields = ["name", "parishes__name"]
    filter_horizontal = ["parishes"]
    inlines = [MembershipInline]
    help_texts = {
        "kind": "Leave blank if it is not known.",
        "kind_source": "Where the kind was read.",
        "parishes": "The parishes this body serves. A grouped council serves several.",
    }


@admin.register(Membership)
class MembershipAdmin(Kept):
    list_display = ["user", "council", "role", "starts_on", "ends_on"]
    list_filter = ["role"]
    list_select_related = ["user", "council"]
    search_fields = ["user__name", "user__email", "council__name"]
    help_texts = {"ends_on": "The last day she acts for the council. Blank while she still does."}
