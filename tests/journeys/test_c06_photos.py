"""C6, C7 and O26 in a browser: photos from a telephone, more of them later, and a black box."""

import io
import uuid

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from enquiries import workflows
from enquiries.models import Enquiry, Kind, Photo
from parishes.models import Council
from tests.uploads import padded_heic, paper

from .hands import follow, press, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "Cars go past the school much too fast at half past eight."


def file(name: str, content: bytes) -> dict:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def lists(page, *names: str) -> None:
    """Wait until the page lists these photos: large ones take a moment to come in."""
    found = page.locator("#photos + ul .app-pre-line")
    expect(found).to_have_text(list(names), timeout=30_000)


def no_picture_is_broken(page) -> None:
    for image in page.get_by_role("main").locator("img").all():
        image.scroll_into_view_if_needed()
        expect(image).to_have_js_property("complete", True)
        assert image.evaluate("each => each.naturalWidth") > 0


def street() -> bytes:
    """Grass below, sky above, and a car with a plate in the middle."""
    drawn = Image.new("RGB", (1600, 1200), "#88aacc")
    drawn.paste("#557755", (0, 800, 1600, 1200))
    drawn.paste("#aa3333", (500, 600, 1100, 900))
    drawn.paste("#eeee66", (700, 780, 900, 840))
    out = io.BytesIO()
    drawn.save(out, "JPEG")
    return out.getvalue()


def test_c06_photos_of_a_telephone(people, open_browser, look, javascript, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    clerk = open_browser("clerk")
    sign_in(clerk, "clerk@parish.example")
    clerk.goto("/enquiries/new/")
    clerk.get_by_label("Road or place").fill("Main Street")
    press(clerk, "Continue")
    chosen = [
        file("IMG_0001.HEIC", padded_heic(12_000_000)),
        file("road.jpg", street()),
        file("minutes.pdf", paper(2)),
    ]
    clerk.get_by_label("Photos").set_input_files(chosen)
    clerk.get_by_label("Tell us what is happening").fill(WORDS)
    press(clerk, "Continue")
    lists(clerk, "IMG_0001.HEIC", "road.jpg", "minutes.pdf")
    assert clerk.get_by_label("Tell us what is happening").input_value() == WORDS
    no_picture_is_broken(clerk)
    look(clerk, "c06-three-photos")
    press(clerk, "Remove photo 2")
    lists(clerk, "IMG_0001.HEIC", "minutes.pdf")
    assert clerk.get_by_label("Tell us what is happening").input_value() == WORDS
    clerk.get_by_label("Photos").set_input_files([file("notes.docm", b"PK\x03\x04")])
    press(clerk, "Continue")
    expect(clerk.get_by_role("main")).to_contain_text("“notes.docm” must be a photo")
    lists(clerk, "IMG_0001.HEIC", "minutes.pdf")
    look(clerk, "c07-one-refused")
    clerk.get_by_label("What kind of enquiry is it?").select_option(label="Speeding vehicles")
    press(clerk, "Continue")
    no_picture_is_broken(clerk)
    look(clerk, "c06-check")
    for photo in Photo.objects.filter(form="picture"):
        with photo.image.open() as stored, Image.open(stored) as opened:
            assert not opened.getexif()


@pytest.fixture
def enquiry(people) -> Enquiry:
    council = Council.objects.get(parishes__name="Billesdon")
    return workflows.log_enquiry(
        council=council, parish=council.parishes.get(), kind=Kind.objects.get(code="SP1"),
        road="Main Street", description=WORDS, asked_by=people["clerk"], token=uuid.uuid4(),
        at=timezone.now(), by=people["clerk"],
    )  # fmt: skip


def test_c07_more_photos_and_a_black_box(people, enquiry, open_browser, look, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    clerk = open_browser("clerk")
    sign_in(clerk, "clerk@parish.example")
    clerk.goto(f"/enquiries/{enquiry.reference}/add/")
    clerk.get_by_label("Photos").set_input_files([file("road.jpg", street())])
    press(clerk, "Add information")
    lists(clerk, "road.jpg")
    look(clerk, "c07-words-missing")
    clerk.get_by_label("What would you like to add?").fill("Here is one of the cars.")
    clerk.get_by_label("Photos").set_input_files([file("minutes.pdf", paper(2))])
    press(clerk, "Add information")
    expect(clerk.get_by_role("main")).to_contain_text("Here is one of the cars.")
    no_picture_is_broken(clerk)
    look(clerk, "c07-timeline")

    officer = open_browser("officer")
    sign_in(officer, "officer@county.example")
    officer.goto(f"/officer/enquiries/{enquiry.reference}/")
    no_picture_is_broken(officer)
    look(officer, "o26-case")
    follow(officer, "Black out part")
    look(officer, "o26-black-out")
    plate = {"From the left": 43, "From the top": 64, "Width": 15, "Height": 7}
    for label, number in plate.items():
        officer.get_by_label(label).fill(str(number))
    press(officer, "Show this part black")
    no_picture_is_broken(officer)
    look(officer, "o26-shown")
    press(officer, "Save the blacked-out copy")
    look(officer, "o26-reason-missing")
    officer.get_by_label("Why is it blacked out?").fill("A number plate")
    press(officer, "Save the blacked-out copy")
    expect(officer.get_by_role("main")).to_contain_text("Only the county sees this one")
    look(officer, "o26-done")
    clerk.reload()
    no_picture_is_broken(clerk)
    look(clerk, "o26-clerk")
    copy = Photo.objects.get(original__isnull=False)
    assert str(copy.token) in clerk.content() and str(copy.original.token) not in clerk.content()
