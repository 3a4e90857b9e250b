"""N7: the admin is safe for a non-developer, whatever is registered in it."""

import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import models
from django.test import RequestFactory
from django.urls import reverse

from accounts.admin import Explained, ReadOnly
from enquiries import models as enquiries
from post.models import Incoming, Letter

pytestmark = pytest.mark.django_db
REGISTRY = admin.site._registry
# What the council wrote, was written, promised or did: nobody may make it not to have been.
CORRESPONDENCE = {
    enquiries.Enquiry, enquiries.Event, enquiries.Answer, enquiries.Question, enquiries.Deadline,
    enquiries.DateChange, enquiries.Photo, enquiries.Override, enquiries.Batch, Letter, Incoming,
}  # fmt: skip
OURS = [model for model in apps.get_models() if not model.__module__.startswith("django.")]


@pytest.fixture
def request_of(adam, now):
    request = RequestFactory().get("/admin/")
    request.user, request.now = adam, now
    return request


def name_of(model) -> str:
    return model._meta.label


@pytest.mark.parametrize("model", REGISTRY, ids=name_of)
def test_n07_plurals_are_english(model):
    singular, plural = str(model._meta.verbose_name), str(model._meta.verbose_name_plural)
    assert plural not in {f"{singular}s"} or not re.search(r"([^aeiou]y|h|s|x)s$", plural)
    # A council's one row of settings has no plural.
    assert plural != singular or model.__name__ in {"Incoming", "Setting"}


@pytest.mark.parametrize("model", sorted(CORRESPONDENCE & set(REGISTRY), key=name_of), ids=name_of)
def test_n07_correspondence_is_only_to_look_at(model, request_of, client, adam):
    shown = REGISTRY[model]
    assert isinstance(shown, ReadOnly) or not shown.has_change_permission(request_of)
    assert not shown.has_delete_permission(request_of) and not shown.has_add_permission(request_of)
    assert "delete_selected" not in shown.get_actions(request_of)


@pytest.mark.parametrize("name", ["outcome", "reason"])
def test_n07_the_code_of_a_row_is_given_once(signed_in, adam, outcomes, reasons, name):
    row = {"outcome": outcomes["merged"], "reason": reasons["duplicate"]}[name]
    url = reverse(f"admin:enquiries_{name}_change", args=[row.pk])
    words = {"code": "other", "wording": "Joined", "order": 1, "leads_to": "answered"}
    assert signed_in(adam).post(url, words).status_code == 302
    code, row.code = row.code, ""
    row.refresh_from_db()
    assert (row.code, row.wording) == (code, "Joined")
    assert b'name="code"' in signed_in(adam).get(reverse(f"admin:enquiries_{name}_add")).content


def test_n07_a_case_with_its_letters_cannot_be_deleted(signed_in, adam, enquiry):
    client, where = signed_in(adam), "admin:enquiries_enquiry"
    url = reverse(f"{where}_delete", args=[enquiry.pk])
    assert client.post(url, {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [enquiry.pk], "post": "yes"}
    client.post(reverse(f"{where}_changelist"), chosen)
    assert enquiries.Enquiry.objects.filter(pk=enquiry.pk).exists()
    assert enquiry.events.exists() and Letter.objects.exists()


def deletable(request) -> set:
    return {model for model, shown in REGISTRY.items() if shown.has_delete_permission(request)}


def test_n07_nothing_that_may_be_deleted_takes_correspondence_with_it(request_of):
    """Follow what a deletion takes along, from row to row, as Django would."""
    gone, before = deletable(request_of), set()
    while gone != before:
        before = set(gone)
        gone |= {
            model for model in OURS for field in model._meta.concrete_fields
            if field.remote_field and field.remote_field.model in before
            and field.remote_field.on_delete is models.CASCADE
        }  # fmt: skip
    assert not gone & CORRESPONDENCE


EXPLAINED = [model for model, shown in REGISTRY.items() if isinstance(shown, Explained)]
# Whose label says all there is to say.
PLAIN = {"name", "title", "text", "email", "code", "order", "kind", "parish", "body", "source"}


@pytest.mark.parametrize("model", EXPLAINED, ids=name_of)
def test_n07_each_choice_that_has_consequences_is_explained(model, request_of):
    form = REGISTRY[model].get_form(request_of)
    bare = [
        name for name, field in form.base_fields.items()
        if not field.help_text and name not in PLAIN
        and isinstance(model._meta.get_field(name), models.BooleanField)
    ]  # fmt: skip
    assert not bare, f"{model._meta.label}: say what ticking {bare} does"


@pytest.mark.parametrize("model", REGISTRY, ids=name_of)
def test_n07_every_list_opens(model, signed_in, adam, enquiry):
    meta = model._meta
    url = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
    assert signed_in(adam).get(url).status_code == 200
