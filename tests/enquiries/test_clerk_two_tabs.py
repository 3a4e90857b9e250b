"""One draft open in two tabs: what one of them sent, the other can neither change nor destroy."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from enquiries import workflows
from enquiries.deadlines.models import Standard
from enquiries.models import Draft, Photo
from enquiries.permissions import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def stale(council, parish, kind, standard, holidays, alice, now) -> Draft:
    """The draft as the slower tab read it, just before the other tab sent it."""
    draft = workflows.start_draft(
        council=council, parish=parish, asked_by=alice, at=now, by=alice, road="Main Street",
        kind=kind, description="Too fast",
    )  # fmt: skip
    workflows.add_photo(draft=draft, upload=picture(), at=now, by=alice)
    stale = Draft.objects.get(pk=draft.pk)
    workflows.send_draft(draft=draft, at=now, by=alice)
    return stale


def picture() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(out, "JPEG")
    return SimpleUploadedFile("bend.jpg", out.getvalue())


def test_what_is_sent_is_what_the_other_tab_saved_last(
    council, parish, kind, standard, holidays, alice, now
):
    theirs = type(kind).objects.create(code="PK1", group=kind.group, name="Parking")
    Standard.objects.create(
        kind=theirs, first_reply_days=2, answer_days=5, valid_from=date(2026, 1, 1)
    )
    draft = workflows.start_draft(
        council=council, parish=parish, asked_by=alice, at=now, by=alice, road="Main Street",
        kind=kind, description="Too fast",
    )  # fmt: skip
    read = Draft.objects.select_related("kind", "parish", "council").get(pk=draft.pk)
    workflows.save_draft(draft=draft, kind=theirs, at=now, by=alice)
    assert workflows.send_draft(draft=read, at=now, by=alice).kind == theirs


def test_photos_that_were_sent_are_not_thrown_away(
    stale, alice, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        with pytest.raises(Refused, match="has been sent"):
            workflows.discard_draft(draft=stale, by=alice)
        photo = Photo.objects.get()
        workflows.remove_photo(draft=stale, token=photo.token, by=alice)
    assert Photo.objects.get().enquiry and photo.image.storage.exists(photo.image.name)


def test_late_words_and_photos_are_refused_and_not_lost_without_a_word(stale, alice, now):
    with pytest.raises(Refused, match="has been sent"):
        workflows.save_draft(draft=stale, at=now, by=alice, description="And at night")
    with pytest.raises(Refused, match="has been sent"):
        workflows.add_photo(draft=stale, upload=picture(), at=now, by=alice)
    assert Photo.objects.count() == 1


def test_a_draft_discarded_meanwhile_is_named(stale, alice, now):
    Photo.objects.all().delete()
    Draft.objects.all().delete()
    for verb in (workflows.save_draft, workflows.send_draft):
        with pytest.raises(Refused, match="discarded"):
            verb(draft=stale, at=now, by=alice)
    with pytest.raises(Refused, match="discarded"):
        workflows.discard_draft(draft=stale, by=alice)


def test_discarding_what_was_just_sent_leads_to_its_confirmation(
    signed_in, alice, stale, monkeypatch
):
    monkeypatch.setattr("enquiries.views.logging.own_draft", lambda request, token: stale)
    response = signed_in(alice).post(f"/enquiries/new/{stale.token}/discard/")
    assert response.url == f"/enquiries/new/{stale.token}/check/"
