"""F9: a full disk loses the photo with a sentence: never the words, no row, no file left behind."""

import errno
import os
import resource
import tempfile

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from django.urls import reverse

from enquiries import workflows
from enquiries.models import Draft, Photo
from enquiries.workflows import cleaning
from tests.uploads import paper, picture

pytestmark = pytest.mark.django_db
WORDS = "Too fast past the school"
FULL = OSError(errno.ENOSPC, "No space left on device")
LOST = "could not be saved, because we have no room for files just now"


@pytest.fixture
def draft(council, parish, alice, now, settings, tmp_path) -> Draft:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    settings.FILE_UPLOAD_HANDLERS = settings.FILE_UPLOAD_HANDLERS[-1:]
    return workflows.start_draft(
        council=council, parish=parish, asked_by=alice, at=now, by=alice, road="Main Street"
    )


@pytest.fixture
def send(signed_in, alice, draft, kind):
    def sent(*contents: bytes, **more) -> str:
        files = [SimpleUploadedFile(f"{n}.jpg", c) for n, c in enumerate(contents)]
        filled = {"kind": kind.pk, "description": WORDS, "photos": files} | more
        response = signed_in(alice).post(reverse("draft_what", args=[draft.token]), filled)
        assert response.status_code == 200
        return response.content.decode()

    return sent


def left(tmp_path) -> list:
    return [path for path in tmp_path.rglob("*") if path.is_file()]


def no_room(*args, **kwargs):
    raise FULL


def second_time(real):
    """Fail from the second call on: the picture is written, its small one is not."""
    calls = []

    def fails(*args, **kwargs):
        calls.append(args)
        return real(*args, **kwargs) if len(calls) < 2 else no_room()

    return fails


class FullFile:
    """A file on a disk that is full: it takes nothing, and tells so again on closing."""

    def __init__(self, inner):
        self.inner, self.name = inner, inner.name

    def write(self, data):
        no_room()

    def close(self):
        self.inner.close()
        no_room()

    def __getattr__(self, name):
        return getattr(self.inner, name)


TEMPORARY = "django.core.files.uploadedfile.tempfile.NamedTemporaryFile"
DISK = "django.core.files.storage.filesystem."
REAL, SAVE, OPENED = tempfile.NamedTemporaryFile, FileSystemStorage._save, os.fdopen
POINTS = {
    "opening the temporary file": (TEMPORARY, no_room),
    "writing the temporary file": (TEMPORARY, lambda *a, **k: FullFile(REAL(*a, **k))),
    "making the folder": (DISK + "safe_makedirs", no_room),
    "opening the file": (DISK + "os.open", no_room),
    "writing the file": (DISK + "os.fdopen", lambda *a: FullFile(OPENED(*a))),
    "giving it its rights": (DISK + "os.chmod", no_room),
}


def keep_only_words(draft: Draft, body: str, tmp_path) -> None:
    draft.refresh_from_db()
    assert draft.description == WORDS and WORDS in body
    assert "“0.jpg”" in body and LOST in body and "Your words are safe" in body
    assert not Photo.objects.exists() and not left(tmp_path)


@pytest.mark.parametrize("point", POINTS)
def test_f09_the_words_stay_when_the_disk_is_full(point, draft, send, tmp_path, monkeypatch):
    with monkeypatch.context() as full:
        full.setattr(*POINTS[point])
        body = send(picture())
    keep_only_words(draft, body, tmp_path)
    assert "Photos you have added (1 of 6)" in send(picture(), kind=""), "with room it is taken"


def test_f09_no_picture_without_its_small_one(draft, send, tmp_path, monkeypatch):
    with monkeypatch.context() as full:
        full.setattr(FileSystemStorage, "_save", second_time(SAVE))
        body = send(picture())
    keep_only_words(draft, body, tmp_path)


def test_f09_a_row_that_cannot_be_written_leaves_no_file(draft, alice, now, tmp_path, monkeypatch):
    def fails(*args, **kwargs):
        raise DatabaseError

    monkeypatch.setattr(Photo, "save", fails)
    with pytest.raises(DatabaseError):
        workflows.add_photo(
            draft=draft, upload=SimpleUploadedFile("a.jpg", picture()), at=now, by=alice
        )
    assert not left(tmp_path)


def test_f09_what_fits_is_kept_beside_what_does_not(draft, send, tmp_path, monkeypatch):
    """A real limit: files of this process may not grow beyond 60 kB, which one photo needs."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    large, least = picture(size=(1600, 1200)), picture()
    assert len(cleaning.clean(SimpleUploadedFile("x", large), "x").content) > 60_000 > len(least)
    resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, before[1]))
    try:
        body = send(large, least)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    draft.refresh_from_db()
    assert draft.description == WORDS and LOST in body and "“0.jpg”" in body
    kept = Photo.objects.get()
    assert kept.original_name == "1.jpg" and len(left(tmp_path)) == 2


def test_f09_a_paper_is_lost_alike(draft, send, tmp_path, monkeypatch):
    monkeypatch.setattr(DISK + "safe_makedirs", no_room)
    keep_only_words(draft, send(paper()), tmp_path)


@pytest.mark.parametrize("point", POINTS)
def test_f09_a_reply_stays_when_the_disk_is_full(
    point, draft, enquiry, signed_in, alice, tmp_path, monkeypatch
):
    path = reverse("enquiry_add", args=[enquiry.number])
    sent = {"text": WORDS, "photos": SimpleUploadedFile("0.jpg", picture())}
    client = signed_in(alice)
    with monkeypatch.context() as full:
        full.setattr(*POINTS[point])
        body = client.post(path, sent).content.decode()
    assert WORDS in body and LOST in body and not Photo.objects.exists() and not left(tmp_path)
    client.post(path, {"text": WORDS})
    assert enquiry.events.filter(text=WORDS).count() == 1
