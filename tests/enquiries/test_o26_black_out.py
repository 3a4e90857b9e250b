"""O26: an officer blacks out part of a photo; from then on councils get only the copy."""

import io

import pytest
from bs4 import BeautifulSoup
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from enquiries import workflows
from enquiries.models import Event, Following, Photo
from enquiries.permissions import Refused
from govuk.pictures import Part, black_out, small
from tests.uploads import paper

pytestmark = pytest.mark.django_db
PLATE = Part(left=25, top=50, width=25, height=25)
NUMBERS = {"left": "25", "top": "50", "width": "25", "height": "25"}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def white(size=(800, 600)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, "JPEG")
    return out.getvalue()


def sent(enquiry, alice, now, content) -> Photo:
    upload = SimpleUploadedFile("car.jpg", content)
    photo = workflows.hold_photo(enquiry=enquiry, upload=upload, at=now, by=alice)
    workflows.add_information(enquiry=enquiry, text="A car", at=now, by=alice, held=[photo])
    photo.refresh_from_db()
    return photo


@pytest.fixture
def photo(enquiry, alice, now) -> Photo:
    return sent(enquiry, alice, now, white())


@pytest.fixture
def copy(photo, oscar, now) -> Photo:
    return workflows.black_out(photo=photo, parts=[PLATE], reason="A plate", at=now, by=oscar)


def page_for(photo) -> str:
    return reverse("black_out", args=[photo.enquiry.number, photo.token])


def pixel(jpeg: bytes, across: float, down: float) -> tuple:
    with Image.open(io.BytesIO(jpeg)) as picture:
        return picture.getpixel((int(picture.width * across), int(picture.height * down)))


def is_black(pixel) -> bool:
    return max(pixel) < 16


def text_of(response) -> str:
    assert response.status_code == 200
    return " ".join(BeautifulSoup(response.content, "html.parser").text.split())


def test_o26_the_pixels_are_gone_from_every_size(copy, photo, signed_in, alice):
    client = signed_in(alice)
    for name in ("photo", "photo_small"):
        served = client.get(reverse(name, args=[copy.token])).content
        assert is_black(pixel(served, 0.375, 0.625)) and pixel(served, 0.1, 0.1) > (240,) * 3
    assert copy.original == photo and copy.event == photo.event


def test_o26_councils_get_only_the_copy(copy, photo, enquiry, signed_in, alice, deputy, carol,
                                        oscar, maya, other_council, now):  # fmt: skip
    Following.objects.create(enquiry=enquiry, council=other_council, person=carol, at=now)
    for name in ("photo", "photo_small"):
        for person in (alice, deputy, carol):
            assert signed_in(person).get(reverse(name, args=[photo.token])).status_code == 404
            assert signed_in(person).get(reverse(name, args=[copy.token])).status_code == 200
        for person in (oscar, maya):
            for each in (photo, copy):
                assert signed_in(person).get(reverse(name, args=[each.token])).status_code == 200
    for person, page in ((alice, "enquiry"), (carol, "enquiry")):
        body = signed_in(person).get(reverse(page, args=[enquiry.number])).content.decode()
        assert str(copy.token) in body and str(photo.token) not in body
    body = signed_in(oscar).get(reverse("case", args=[enquiry.number])).content.decode()
    assert str(copy.token) in body and str(photo.token) in body
    assert "Only the county sees this one" in body and "Blacked-out copy" in body


def test_o26_officers_read_who_and_why_and_councils_do_not(copy, enquiry, signed_in, alice, oscar):
    event = enquiry.events.get(what=Event.What.BLACKED)
    assert (event.by, event.text, event.is_public) == (oscar, "A plate", False)
    case = text_of(signed_in(oscar).get(reverse("case", args=[enquiry.number])))
    assert "Part of a photo blacked out" in case and "A plate" in case
    hers = text_of(signed_in(alice).get(reverse("enquiry", args=[enquiry.number])))
    assert "A plate" not in hers and "blacked" not in hers.lower()


def test_o26_by_numbers_without_javascript(photo, signed_in, oscar):
    client, path = signed_in(oscar), page_for(photo)
    assert "data-black-out" in client.get(path).content.decode()
    shown = client.post(path, NUMBERS | {"show": "yes", "reason": "A plate"})
    page = BeautifulSoup(shown.content, "html.parser")
    assert page.find(attrs={"name": "parts"})["value"] == "25-50-25-25"
    assert page.find(attrs={"name": "left"}).get("value", "") == ""
    assert "A plate" in page.find("textarea").text and "1 part chosen" in page.text
    drawn = client.get(page.find("img", attrs={"data-black-out": True})["src"])
    assert drawn["Content-Type"] == "image/jpeg" and is_black(pixel(drawn.content, 0.375, 0.625))
    assert not Photo.objects.filter(original=photo).exists(), "nothing is saved by looking"
    again = {"left": "0", "top": "0", "width": "10", "height": "10"}
    done = client.post(path, again | {"parts": "25-50-25-25", "reason": "A plate"})
    assert done.status_code == 302
    with Photo.objects.get(original=photo).image.open() as file:
        jpeg = file.read()
    assert is_black(pixel(jpeg, 0.375, 0.625)) and is_black(pixel(jpeg, 0.05, 0.05))
    assert client.get(path).status_code == 404, "the original has its copy"
    next_path = page_for(Photo.objects.get(original=photo))
    assert client.get(next_path).status_code == 200, "the copy can be blacked out further"


@pytest.mark.parametrize(("fields", "sentence"), [
    ({}, "Enter how wide the part is"), ({"parts": "nonsense"}, "Enter how wide the part is"),
    (NUMBERS, "Say why it is blacked out"), ({"parts": "1-1-1-1"}, "Say why it is blacked out"),
    ({"show": "yes"}, "Enter how high the part is"),
    ({"left": "10"}, "Enter how far from the top the part begins"),
    (NUMBERS | {"left": "abc", "reason": "x"}, "begins in whole percent"),
    (NUMBERS | {"top": "101", "reason": "x"}, "begins: 99 or less"),
    (NUMBERS | {"width": "0", "reason": "x"}, "how wide the part is: 1 or more"),
    ({"parts": ".".join(["1-1-1-1"] * 25), "reason": "x"}, "up to 20 parts"),
])  # fmt: skip
def test_o26_what_is_missing_is_said(photo, signed_in, oscar, fields, sentence):
    assert sentence in text_of(signed_in(oscar).post(page_for(photo), fields))
    assert not Photo.objects.filter(original=photo).exists()


def test_o26_only_sent_pictures_of_the_case(photo, enquiry, log, alice, oscar, signed_in, now):
    client, other = signed_in(oscar), log(road="Church Lane")
    minutes = sent(other, alice, now, paper())
    waiting = workflows.hold_photo(
        enquiry=enquiry, upload=SimpleUploadedFile("a.jpg", white()), at=now, by=alice
    )
    for name in ("black_out", "black_out_picture"):
        for number, token in ((other.number, photo.token), (other.number, minutes.token),
                              (enquiry.number, waiting.token)):  # fmt: skip
            assert client.get(reverse(name, args=[number, token])).status_code == 404
    for each in (minutes, waiting):
        with pytest.raises(Refused):
            workflows.black_out(photo=each, parts=[PLATE], reason="x", at=now, by=oscar)
    assert "Black out part" in client.get(reverse("case", args=[enquiry.number])).content.decode()


def test_o26_one_copy_of_each(copy, photo, oscar, alice, maya, now):
    with pytest.raises(Refused, match="already"):
        workflows.black_out(photo=photo, parts=[PLATE], reason="x", at=now, by=oscar)
    for person in (alice, maya):
        with pytest.raises(Refused):
            workflows.black_out(photo=copy, parts=[PLATE], reason="x", at=now, by=person)
    assert Photo.objects.filter(original=photo).count() == 1


def test_o26_a_full_disk_saves_nothing_and_keeps_the_words(photo, signed_in, oscar, monkeypatch,
                                                           media):  # fmt: skip
    before = sorted(path.name for path in media.rglob("*.jpg"))

    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", full)
    body = signed_in(oscar).post(page_for(photo), NUMBERS | {"reason": "A plate"})
    assert "no room for files" in text_of(body) and "A plate" in body.content.decode()
    assert sorted(path.name for path in media.rglob("*.jpg")) == before
    assert not Photo.objects.filter(original=photo).exists()


def test_o26_a_lost_file_is_said(photo, signed_in, oscar):
    photo.image.storage.delete(photo.image.name)
    client = signed_in(oscar)
    assert client.get(page_for(photo) + "picture/").status_code == 404
    assert "file of this photo is gone" in text_of(
        client.post(page_for(photo), NUMBERS | {"reason": "A plate"})
    )


@given(
    size=st.tuples(st.integers(1, 400), st.integers(1, 400)),
    part=st.builds(Part, st.integers(0, 100), st.integers(0, 100), st.integers(1, 100),
                   st.integers(1, 100)),
)  # fmt: skip
def test_o26_every_pixel_of_a_part_is_black(size, part):
    """Looked at where the percents fall, not where our own rounding puts them."""
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, "JPEG")
    jpeg = black_out(out.getvalue(), [part])
    wide, high = size
    with Image.open(io.BytesIO(jpeg)) as picture:
        for across in range(wide):
            inside = part.left <= (across + 0.5) * 100 / wide <= min(part.left + part.width, 100)
            down = int(min(high * (part.top + part.height / 2) / 100, high - 1))
            if inside and part.top < 100:
                assert max(picture.getpixel((across, down))) < 100
    small(jpeg)
