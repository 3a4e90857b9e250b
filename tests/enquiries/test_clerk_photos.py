"""Photos: kept whatever else is wrong, cleaned, and shown only to people of the enquiry."""

import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from enquiries import workflows
from enquiries.models import Draft, Photo

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def draft(council, parish, alice, now) -> Draft:
    return workflows.start_draft(
        council=council, parish=parish, asked_by=alice, at=now, by=alice, road="Main Street"
    )


def picture(name="bend.jpg", kind="JPEG", size=(40, 20), **more) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, kind, **more)
    return SimpleUploadedFile(name, out.getvalue())


def what(draft) -> str:
    return f"/enquiries/new/{draft.token}/what/"


def text_of(response) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.fixture
def photo(draft, alice, now) -> Photo:
    return workflows.add_photo(draft=draft, upload=picture(), at=now, by=alice)


def test_a_failed_field_loses_neither_photo_nor_text(signed_in, alice, draft):
    sent = {"description": "Too fast", "photos": [picture()]}
    body = text_of(signed_in(alice).post(what(draft), sent))
    assert "Select what kind" in body and "bend.jpg" in body and "Too fast" in body
    assert "Photos you have added (1 of 6)" in body


def test_good_photos_are_kept_beside_bad_ones(signed_in, alice, draft, kind):
    sent = {
        "kind": kind.pk,
        "description": "Too fast",
        "photos": [picture("one.png", "PNG"), SimpleUploadedFile("notes.jpg", b"not a photo")],
    }
    body = text_of(signed_in(alice).post(what(draft), sent))
    assert "“notes.jpg” must be a photo (JPEG, PNG, HEIC or WEBP) or a PDF" in body
    assert "one.png" in body
    assert 'href="#id_photos"' in body and Photo.objects.count() == 1


@pytest.mark.parametrize("content", [
    b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\x00\x00\x00\x00WEBP", b"GIF89a", b"<svg/>",
    b"\xff\xd8\xff\xe1\x00\x10Exif\x00\x00" + b"\xff" * 40,
])  # fmt: skip
def test_a_broken_file_is_named(signed_in, alice, draft, content):
    sent = {"photos": [SimpleUploadedFile("odd\u202egnp.jpg", content)]}
    assert "oddgnp.jpg" in text_of(signed_in(alice).post(what(draft), sent))
    assert not Photo.objects.exists()


def test_a_photo_cut_short_is_named(signed_in, alice, draft):
    for kind in ("JPEG", "PNG", "WEBP"):
        whole = picture("cut.jpg", kind, size=(400, 300)).read()
        sent = {"photos": [SimpleUploadedFile("cut.jpg", whole[: len(whole) // 2])]}
        body = text_of(signed_in(alice).post(what(draft), sent))
        assert "cut.jpg" in body
    assert not Photo.objects.exists()


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_photo_whose_hidden_data_is_broken_is_named(signed_in, alice, draft, kind):
    broken = picture("odd.jpg", kind, exif=b"Exif\0\0XX\0*\0\0\0\x08")
    body = text_of(signed_in(alice).post(what(draft), {"photos": [broken]}))
    assert "“odd.jpg” could not be read as a photo" in body and not Photo.objects.exists()


def test_a_seventh_photo_is_refused(signed_in, alice, draft):
    sent = {"photos": [picture(f"{number}.jpg") for number in range(7)]}
    body = text_of(signed_in(alice).post(what(draft), sent))
    assert "up to 6 photos" in body and Photo.objects.count() == 6


def test_the_second_of_three_is_removed_and_the_text_stays(
    signed_in, alice, draft, now, django_capture_on_commit_callbacks
):
    photos = [
        workflows.add_photo(draft=draft, upload=picture(f"{n}.jpg"), at=now, by=alice)
        for n in range(3)
    ]
    client = signed_in(alice)
    sent = {"remove": photos[1].token, "description": "Half a sentence", "minute": "x" * 101}
    with django_capture_on_commit_callbacks(execute=True):
        body = text_of(client.post(what(draft), sent))
    assert "1.jpg" not in body and "0.jpg" in body and "2.jpg" in body
    assert "Half a sentence" in body and "x" * 101 in body and "There is a problem" not in body
    assert not photos[1].image.storage.exists(photos[1].image.name)
    for odd in (photos[1].token, uuid.uuid4(), "abc", "\0"):
        text_of(client.post(what(draft), {"remove": odd}))
    assert Photo.objects.count() == 2


def test_enter_never_presses_remove(signed_in, alice, photo, draft):
    form = text_of(signed_in(alice).get(what(draft))).split('enctype="multipart/form-data"')[1]
    assert form.index(">Continue</button>") < form.index('name="remove"')


def test_a_photo_goes_with_the_enquiry(signed_in, alice, deputy, draft, photo, kind, standard,
                                       holidays, oscar, maya, carol, gone, now):  # fmt: skip
    address = f"/photos/{photo.token}/"
    assert signed_in(alice).get(address).status_code == 200
    for stranger in (deputy, carol, oscar):
        assert signed_in(stranger).get(address).status_code == 404
    workflows.save_draft(draft=draft, kind=kind, description="Too fast", at=now, by=alice)
    assert address in text_of(signed_in(alice).get(what(draft).replace("what", "check")))
    enquiry = workflows.send_draft(draft=draft, at=now, by=alice)
    for person in (alice, deputy, oscar, maya):
        assert signed_in(person).get(address).status_code == 200
    for stranger in (carol, gone):
        assert signed_in(stranger).get(address).status_code == 404
    assert address in text_of(signed_in(deputy).get(f"/enquiries/{enquiry.reference}/"))


def test_a_photo_is_served_as_nothing_but_a_picture(signed_in, alice, photo):
    response = signed_in(alice).get(f"/photos/{photo.token}/")
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Content-Disposition"] == f'inline; filename="photo-{photo.pk}.jpg"'
    assert response["Cache-Control"].startswith("private")
    Image.open(io.BytesIO(response.content)).verify()


def test_a_photo_is_upright_and_says_nothing_of_where(signed_in, alice, draft):
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Maker"
    exif.get_ifd(0x8825)[1] = "N"
    signed_in(alice).post(what(draft), {"photos": [picture(exif=exif)]})
    with Photo.objects.get().image.open() as file, Image.open(file) as stored:
        assert stored.size == (20, 40) and not stored.getexif()


def test_a_lost_file_or_unknown_photo_is_not_found(signed_in, alice, photo):
    client = signed_in(alice)
    photo.image.storage.delete(photo.image.name)
    assert client.get(f"/photos/{photo.token}/").status_code == 404
    assert client.get(f"/photos/{uuid.uuid4()}/").status_code == 404
