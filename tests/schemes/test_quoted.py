"""An enquiry about a scheme pins the version, and the option, that was quoted when it was asked."""

import uuid

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.urls import reverse

from enquiries import workflows
from enquiries.models import Enquiry
from enquiries.permissions import Refused
from schemes.models import Fact, Option, Scheme

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(zebra, publish):
    return publish("XZ")


@pytest.fixture
def draft(version, council, parish, kind, standard, holidays, alice, now):
    return workflows.start_draft(
        council=council, parish=parish, asked_by=alice, road="Main Street", kind=kind,
        description="Could we have one?", scheme_version=version,
        scheme_option=Option.objects.filter(scheme=version.scheme).first(), at=now, by=alice,
    )  # fmt: skip


def test_the_version_quoted_stays_with_the_enquiry(draft, version, publish, alice, signed_in, now):
    enquiry = workflows.send_draft(draft=draft, at=now, by=alice)
    Fact.objects.filter(scheme=version.scheme, topic="upkeep").update(text="Now otherwise.")
    Scheme.objects.filter(pk=version.scheme_id).update(name="Crossing of stripes", state="draft")
    newer = publish("XZ")
    found = Enquiry.objects.get(pk=enquiry.pk)
    assert found.scheme_version == version != newer
    assert found.quoted == (
        "Zebra crossing, zebra with high-friction surfacing and associated lighting (version 1)"
    )
    page = signed_in(alice).get(reverse("enquiry", args=[enquiry.number])).content.decode()
    assert found.quoted in page


def test_the_check_page_names_what_is_asked_about(draft, alice, signed_in):
    page = signed_in(alice).get(reverse("draft_check", args=[draft.token]), follow=True)
    assert "Zebra crossing, zebra with" in page.content.decode()


def test_p07_ask_about_this_names_the_scheme_and_fills_in_the_kind(
    version, kind, standard, alice, signed_in
):
    kind.scheme_refs = "XZZ|XZ"
    kind.save()
    option = version.scheme.options.first()
    start = reverse("new_enquiry") + f"?scheme=zebra-crossing&option={option.pk}"
    client = signed_in(alice)
    page = client.get(start)
    assert f"You are asking about: Zebra crossing, {option.name}" in page.content.decode()
    place = page.context["form"].initial["parish"]
    client.post(start, {"road": "Main Street", "parish": place})
    draft = alice.drafts.get()
    assert (draft.scheme_version, draft.scheme_option, draft.kind) == (version, option, kind)


def test_p07_an_officer_asks_about_it_for_a_council(
    version, council, parish, kind, standard, holidays, alice, oscar, signed_in
):
    kind.scheme_refs = "XZ"
    kind.save()
    option, client = version.scheme.options.first(), signed_in(oscar)
    words = f"About: Zebra crossing, {option.name}"
    start = f"{reverse('new_enquiry')}?scheme=zebra-crossing&option={option.pk}"
    choose = client.get(start, follow=True)
    assert words in choose.content.decode()
    page = BeautifulSoup(choose.content, "html.parser")
    kept = {box["name"]: box["value"] for box in page.select("form [type=hidden]")}
    found = client.get(reverse("log_choose"), kept | {"q": council.name})
    [link] = BeautifulSoup(found.content, "html.parser").select("main li a")
    form = client.get(link["href"])
    assert words in form.content.decode() and form.context["form"].initial["kind"] == kind.pk
    said = {
        "asked_by": alice.pk, "channel": "phone", "parish": parish.pk, "road": "Main Street",
        "kind": kind.pk, "description": "Could we have one?", "token": str(uuid.uuid4()),
    }  # fmt: skip
    client.post(link["href"], said)
    enquiry = Enquiry.objects.get()
    assert (enquiry.scheme_version, enquiry.scheme_option) == (version, option)


ASKED = [
    "scheme=nothing", "scheme=%00", "scheme=zebra-crossing&option=²",
    "scheme=zebra-crossing&option=99999999999999999999",
]  # fmt: skip


@pytest.mark.parametrize("asked", ASKED)
def test_p07_what_is_not_published_is_not_asked_about(
    version, council, alice, oscar, signed_in, asked
):
    page = signed_in(alice).get(f"{reverse('new_enquiry')}?{asked}")
    assert page.status_code == 200 and "high-friction" not in page.content.decode()
    hers = signed_in(oscar).get(f"{reverse('log_on_behalf', args=[council.pk])}?{asked}")
    assert hers.status_code == 200 and "high-friction" not in hers.content.decode()


def test_an_option_of_another_scheme_is_refused(draft, alice, now):
    draft.scheme_option = Option.objects.filter(scheme__ref="TCRH").first()
    draft.save()
    with pytest.raises(Refused, match="option of the scheme"):
        workflows.send_draft(draft=draft, at=now, by=alice)


def test_an_option_alone_is_refused_by_the_database(log, zebra):
    enquiry = log(token=uuid.uuid4())
    with pytest.raises(IntegrityError), transaction.atomic():
        Enquiry.objects.filter(pk=enquiry.pk).update(scheme_option=zebra.options.first())


def test_what_was_quoted_cannot_be_deleted(draft, version):
    with pytest.raises(ProtectedError):
        draft.scheme_option.delete()
    with pytest.raises(ProtectedError):
        version.delete()
