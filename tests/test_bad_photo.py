"""F16: files that are no photos: a plain sentence beside the field, and the words stay."""

import io
import struct
import zlib

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from enquiries import workflows
from enquiries.models import Photo
from enquiries.workflows.cleaning import BadPhoto, clean

from .walk import WORDS, client_of


def picture(kind="JPEG", size=(300, 200)) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 50).save(out, kind)
    return out.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    check = zlib.crc32(name + data)
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", check)


def bomb(side: int) -> bytes:
    """A PNG of a few kilobytes that says it is `side` pixels wide and high."""
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0" * (side // 8 + 1) * min(side, 1000))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels)
            + chunk(b"IEND", b""))  # fmt: skip


WRONG_TYPE = "must be a photo (JPEG, PNG, HEIC or WEBP) or a PDF"
BAD = {
    "empty.jpg": (b"", "is empty"),
    "moving.gif": (picture("GIF"), WRONG_TYPE),
    "moving.jpg": (picture("GIF"), WRONG_TYPE),
    "words.jpg": (b"Dear council,\r\n" * 50, WRONG_TYPE),
    "page.png": (b"<html><script>alert(1)</script>", WRONG_TYPE),
    "cut.jpg": (picture()[:4000], "could not be read as a photo"),
    "bomb.png": (bomb(50_000), "has too many pixels"),
    "large.png": (bomb(10_000), "has too many pixels"),
    "long.jpg": (picture() + b"\0" * (15 * 1024 * 1024), "is larger than 15 MB"),
}


@pytest.mark.django_db
def test_each_bad_file_is_named_beside_the_field(
    council, parish, alice, kind, now, settings, tmp_path, stopped_clock
):
    settings.MEDIA_ROOT = tmp_path
    draft = workflows.start_draft(
        council=council, parish=parish, asked_by=alice, road="Main Street", at=now, by=alice
    )
    path = reverse("draft_what", args=[draft.token])
    for name, (content, sentence) in BAD.items():
        sent = {"kind": kind.pk, "description": WORDS, "minute": WORDS,
                "photos": SimpleUploadedFile(name, content)}  # fmt: skip
        response = client_of(alice).post(path, sent)
        page = BeautifulSoup(response.content, "html.parser")
        error = page.find(id="id_photos-error") or page.find(class_="govuk-error-message")
        assert response.status_code == 200, name
        assert sentence in error.text and name in error.text
        assert WORDS in page.find("textarea").text
        assert page.find(attrs={"name": "minute"})["value"] == WORDS
    assert not Photo.objects.exists() and not list(tmp_path.rglob("*.jpg"))


@settings(deadline=None, max_examples=150)
@given(
    kind=st.sampled_from(["JPEG", "PNG", "WEBP"]),
    spots=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), max_size=12),
    keep=st.floats(0.01, 1),
)
def test_any_damage_is_a_bad_photo_or_a_good_one(kind, spots, keep):
    content = bytearray(SAMPLES[kind])
    for where, byte in spots:
        content[int(where * len(content))] = byte
    upload = SimpleUploadedFile("a.jpg", bytes(content[: max(int(keep * len(content)), 1)]))
    try:
        Image.open(io.BytesIO(clean(upload, "a.jpg").content)).verify()
    except BadPhoto as bad:
        assert "a.jpg" in str(bad)


SAMPLES = {kind: picture(kind, (60, 40)) for kind in ("JPEG", "PNG", "WEBP")}
