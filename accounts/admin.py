"""The administrator's tool: people and teams, and what every page of the admin shares."""

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.db import models

from .models import Team, User

admin.site.site_header = f"{settings.SERVICE_NAME}: administration"
admin.site.site_title = settings.SERVICE_NAME
admin.site.index_title = "What do you want to change?"
# Roles are ticks on the person; Django's groups would be a second way to say the same.
admin.site.unregister(Group)

ROLES = ["is_active", "is_officer", "is_manager", "is_editor", "is_engineer", "is_staff"]


class Explained(admin.ModelAdmin):
    """Gives fields the help they need here: `help_texts = {"field": "…"}`."""

    help_texts: dict[str, str] = {}
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def get_form(self, request, obj=None, change=False, **kwargs):
        return super().get_form(request, obj, change, help_texts=self.help_texts, **kwargs)


class Kept(Explained):
    """Rows that others point to: they are switched off or ended, never deleted.

    By its code a row is found again by what it does and by its file; it is given once.
    """

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def get_readonly_fields(self, request, obj=None) -> list[str]:
        fields = list(super().get_readonly_fields(request, obj))
        has_code = any(field.name == "code" for field in self.opts.fields)
        return [*fields, "code"] if obj and has_code else fields


class ReadOnly(admin.ModelAdmin):
    """A record to look at. Only the product's own verbs may write it."""

    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


class NewPersonForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ["email", "name"]
        field_classes: dict = {}


class PersonForm(UserChangeForm):
    class Meta:
        model = User
        fields = "__all__"
        field_classes: dict = {}
        help_texts = {
            "is_active": "Untick when a person leaves. Nothing she wrote is lost.",
            "is_officer": "Answers enquiries. Choose her teams below.",
            "is_manager": "Reads every enquiry and the consistency figures.",
            "is_editor": "Writes briefings and the catalogue of schemes.",
            "is_engineer": "Signs off what the catalogue of schemes says.",
            "is_staff": "Changes what is on these pages.",
            "teams": "For officers. A clerk is given a council on the council's page instead.",
        }


@admin.register(User)
class PersonAdmin(UserAdmin):
    form = PersonForm
    add_form = NewPersonForm
    list_display = ["name", "email", *ROLES]
    list_filter = [*ROLES, "teams"]
    search_fields = ["name", "email"]
    ordering = ["name"]
    filter_horizontal = ["teams"]
    readonly_fields = ["last_login", "joined_at"]
    fieldsets = [
        (None, {"fields": ["email", "name", "phone", "password"]}),
        ("What she may do", {"fields": [*ROLES, "teams"]}),
        ("Dates", {"fields": ["joined_at", "last_login"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["email", "name", "usable_password", "password1", "password2"]})
    ]

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(Team)
class TeamAdmin(Explained):
    list_display = ["name", "email", "leader", "is_closed"]
    search_fields = ["name", "email"]
    help_texts = {
        "leader": "Who is told when a reply date of the team has passed.",
        "is_closed": "Tick to let other officers only read, write notes and link.",
    }
