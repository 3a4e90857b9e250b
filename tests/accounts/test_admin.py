"""The admin is safe for somebody who is no developer, and shut to everybody else."""

from datetime import date

import pytest
from django.contrib import admin
from django.urls import reverse

from accounts.admin import ReadOnly
from accounts.models import User
from enquiries.deadlines.models import BankHoliday, ClosureDay, Setting, Standard
from enquiries.models import Answer, Batch, Deadline, Enquiry, Event, SavedView, Signpost
from parishes.models import Council

OURS = {"accounts", "parishes", "enquiries", "deadlines"}
MODELS = [model for model in admin.site._registry if model._meta.app_label in OURS]
READ_ONLY = [SavedView, Batch, Enquiry, Event, Answer, Deadline, Signpost, BankHoliday, ClosureDay]


def page(model, name: str, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


@pytest.mark.parametrize("model", MODELS)
def test_an_administrator_opens_every_list_and_searches_it(signed_in, adam, standard, alice, model):
    client = signed_in(adam)
    assert client.get(page(model, "changelist")).status_code == 200
    if admin.site._registry[model].search_fields:
        assert client.get(page(model, "changelist"), {"q": "PE-10-417"}).status_code == 200


@pytest.mark.parametrize("model", [m for m in MODELS if m not in READ_ONLY])
def test_an_administrator_opens_every_form(signed_in, adam, standard, alice, team, model):
    client = signed_in(adam)
    assert client.get(page(model, "add")).status_code == 200
    for row in model.objects.all()[:1]:
        assert client.get(page(model, "change", row.pk)).status_code == 200


@pytest.mark.parametrize("model", READ_ONLY)
def test_history_is_only_to_look_at(signed_in, adam, model):
    assert isinstance(admin.site._registry[model], ReadOnly)
    assert signed_in(adam).get(page(model, "add")).status_code == 403


@pytest.mark.parametrize("who", ["alice", "oscar", "maya", "edith"])
def test_nobody_else_comes_in(signed_in, request, who):
    client = signed_in(request.getfixturevalue(who))
    turned_away = client.get(reverse("admin:index"))
    assert turned_away.status_code == 302
    assert client.get(turned_away.url).status_code == 403
    assert client.get(page(User, "add")).status_code == 302


def test_a_stranger_signs_in_where_everybody_does(client, db):
    asked = client.get(page(User, "changelist"))
    assert asked.url.startswith(f"{reverse('sign_in')}?next=%2Fadmin%2Faccounts")
    login = client.get(reverse("admin_sign_in"), {"next": "/admin/accounts/"})
    assert login.url == f"{reverse('sign_in')}?next=%2Fadmin%2Faccounts%2F"


def test_an_administrator_adds_a_person_in_lower_case(signed_in, adam):
    fields = {
        "email": "New.Clerk@People.EXAMPLE",
        "name": "New Clerk",
        "usable_password": "true",
        "password1": "three unrelated words",
        "password2": "three unrelated words",
    }
    response = signed_in(adam).post(page(User, "add"), fields)
    assert response.status_code == 302, response.context["errors"]
    person = User.objects.get(email="new.clerk@people.example")
    assert person.check_password("three unrelated words")
    twin = signed_in(adam).post(page(User, "add"), fields)
    assert "already exists" in twin.content.decode()


def test_nobody_is_made_more_than_an_administrator(signed_in, adam):
    form = signed_in(adam).get(page(User, "change", adam.pk)).content.decode()
    assert "is_superuser" not in form
    assert "user_permissions" not in form


def test_people_and_councils_are_not_deleted(signed_in, adam, alice, council):
    client = signed_in(adam)
    assert client.post(page(User, "delete", alice.pk), {"post": "yes"}).status_code == 403
    assert client.post(page(Council, "delete", council.pk), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("field", ["first_reply_days", "answer_days", "silence_days"])
@pytest.mark.parametrize("days", [0, 10_000, -1, "ten"])
def test_a_standard_of_no_days_or_of_years_is_refused_beside_the_field(
    signed_in, adam, kind, field, days
):
    fields = {"first_reply_days": 2, "answer_days": 10, "silence_days": 10}
    fields |= {"kind": kind.pk, "valid_from": "2027-01-01", field: days}
    refused = signed_in(adam).post(page(Standard, "add"), fields)
    assert refused.context["adminform"].form.errors[field] == ["Choose 1 to 60 working days."]
    assert not Standard.objects.exists()


def test_the_days_of_the_clock_are_one_row(signed_in, adam):
    client = signed_in(adam)
    fields = {"delay_notice_days": 1, "leader_days": 1, "manager_days": 5, "nudge_days": 7}
    fields |= {"return_days": 6, "pause_cap_days": 10}
    refused = client.post(page(Setting, "add"), fields)
    assert refused.context["adminform"].form.errors["return_days"]
    fields["return_days"] = 21
    assert client.post(page(Setting, "add"), fields).status_code == 302
    assert Setting.current().return_days == 21
    assert client.get(page(Setting, "add")).status_code == 403


def test_a_changed_promise_is_a_new_version_and_is_confirmed(signed_in, adam, standard, now):
    client = signed_in(adam)
    fields = {
        "kind": standard.kind_id,
        "first_reply_days": 1,
        "answer_days": 15,
        "silence_days": 10,
        "valid_from": "2027-01-01",
    }
    assert client.post(page(Standard, "add"), fields).status_code == 302
    newer = Standard.objects.get(version=2)
    assert (newer.answer_days, newer.valid_from) == (15, date(2027, 1, 1))
    assert client.post(page(Standard, "change", standard.pk), fields).status_code == 403

    chosen = {"action": "confirm", "_selected_action": [newer.pk]}
    client.post(page(Standard, "changelist"), chosen)
    newer.refresh_from_db()
    assert (newer.confirmed_by, newer.confirmed_at) == (adam, now)


def test_plurals_are_right():
    plurals = {str(model._meta.verbose_name_plural) for model in MODELS}
    assert {"enquiries", "parishes", "bodies", "kinds of enquiry", "groups of kinds"} <= plurals
    assert not plurals & {"enquirys", "parishs", "bodys"}
