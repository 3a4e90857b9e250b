"""C11: drafts save themselves and are resumed anywhere. C12: a session that ends loses no words."""

import io
from datetime import timedelta
from html import unescape

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from enquiries import workflows
from enquiries.models import Draft, Photo
from enquiries.workflows import sweeps
from enquiries.workflows.sweeps.tidy import tidy

pytestmark = pytest.mark.django_db

PASSWORD = "a long enough password"
WORDS = "Cars go past the school – “far too fast” <b>\nat half past eight."


@pytest.fixture
def draft(council, parish, alice, now) -> Draft:
    return workflows.start_draft(
        council=council, parish=parish, asked_by=alice, at=now, by=alice, road="Main Street"
    )


def page(draft: Draft, name: str) -> str:
    return f"/enquiries/new/{draft.token}/{name}/"


def text_of(response) -> str:
    return unescape(" ".join(response.content.decode().split()))


def test_c11_what_she_left_on_one_device_is_resumed_on_another(signed_in, alice, kind):
    desk = signed_in(alice)
    what = desk.post("/enquiries/new/", {"road": "Main Street", "spot": "SK 588 045"}).url
    desk.post(what, {"description": WORDS, "minute": "24/117"})
    draft = Draft.objects.get()
    telephone = signed_in(alice)
    home = text_of(telephone.get("/"))
    assert "Drafts (1)" in home and "Main Street" in home and f'href="{what}"' in home
    assert "Saved 18 November 2026, 10:00am" in home
    kept = BeautifulSoup(telephone.get(what).content, "html.parser")
    assert kept.find("textarea").text.strip() == WORDS
    assert kept.find(id="id_minute")["value"] == "24/117"
    where = text_of(telephone.get(page(draft, "where")))
    assert 'value="Main Street"' in where and 'value="SK 588 045"' in where


def test_c11_a_draft_is_discarded_after_asking(signed_in, alice, draft):
    client = signed_in(alice)
    assert "Discard this draft?" in text_of(client.get(page(draft, "discard")))
    assert Draft.objects.exists()
    assert client.post(page(draft, "discard")).url == "/"
    assert not Draft.objects.exists()


def test_c11_after_thirty_days_a_draft_leaves_home(signed_in, alice, draft, now):
    Draft.objects.update(saved_at=now - timedelta(days=29))
    assert "Drafts (1)" in text_of(signed_in(alice).get("/"))
    Draft.objects.update(saved_at=now - timedelta(days=31))
    assert "Drafts" not in text_of(signed_in(alice).get("/"))


def test_c11_what_nobody_sent_is_thrown_away(
    draft, enquiry, alice, now, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    workflows.add_photo(draft=draft, upload=upload(), at=now, by=alice)
    workflows.hold_photo(enquiry=enquiry, upload=upload(), at=now, by=alice)
    workflows.add_information(
        enquiry=enquiry, text=WORDS, at=now, by=alice,
        held=[workflows.hold_photo(enquiry=enquiry, upload=upload(), at=now, by=alice)],
    )  # fmt: skip
    assert tidy(now=now + timedelta(days=31)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert sweeps.daily(now=now + timedelta(days=31, hours=1)) >= 2
    assert not Draft.objects.exists()
    kept = Photo.objects.get()
    assert kept.event and len([path for path in tmp_path.rglob("*") if path.is_file()]) == 2


def test_c11_what_was_sent_or_saved_since_is_kept(draft, kind, standard, holidays, alice, now):
    workflows.save_draft(draft=draft, kind=kind, description=WORDS, at=now, by=alice)
    workflows.send_draft(draft=draft, at=now, by=alice)
    assert tidy(now=now + timedelta(days=99)) == 0
    assert Draft.objects.exists()


def upload() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "#667788").save(out, "JPEG")
    return SimpleUploadedFile("road.jpg", out.getvalue())


def test_c12_a_telephone_call_ends_no_session(settings):
    assert settings.SESSION_COOKIE_AGE >= 8 * 60 * 60
    assert not settings.SESSION_EXPIRE_AT_BROWSER_CLOSE


def test_c12_what_she_sends_after_her_session_ended_comes_back(alice, draft, kind, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    alice.set_password(PASSWORD)
    alice.save()
    client = Client()
    what = page(draft, "what")
    stopped = client.post(what, {"kind": kind.pk, "description": WORDS})
    assert stopped.status_code == 403 and "We have kept what you typed" in text_of(stopped)
    assert Draft.objects.get().description == ""
    resumed = client.post("/sign-in/", fields(stopped) | {"email": alice.email})
    assert client.post(what, fields(resumed, what)).url == page(draft, "check")
    assert Draft.objects.get().description == WORDS


def fields(response, action: str = "/sign-in/") -> dict[str, str]:
    form = BeautifulSoup(response.content, "html.parser").find("form", action=action)
    found = {box["name"]: box.get("value", "") for box in form.find_all("input")}
    return found | ({"password": PASSWORD} if "password" in found else {})
