"""An officer's own photos of a case: beside a note for officers, or an update for the clerk."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from enquiries import workflows
from enquiries.models import Photo
from enquiries.permissions import Refused
from post.models import Letter
from tests.uploads import picture

pytestmark = pytest.mark.django_db
WORDS = "The sign lies in the ditch."


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def path(enquiry) -> str:
    return reverse("case_photos", args=[enquiry.number])


def upload(content=None) -> SimpleUploadedFile:
    return SimpleUploadedFile("ditch.jpg", picture() if content is None else content)


def main_of(response) -> str:
    assert response.status_code == 200
    return str(BeautifulSoup(response.content, "html.parser").find("main"))


@pytest.mark.parametrize(("share", "clerk_sees"), [("note", False), ("update", True)])
def test_she_says_who_may_see_them(path, enquiry, signed_in, oscar, alice, share, clerk_sees):
    letters = Letter.objects.count()
    desk = signed_in(oscar)
    case = reverse("case", args=[enquiry.number])
    assert f'href="{path}"' in main_of(desk.get(case))
    sent = {"text": WORDS, "share": share, "photos": [upload(), upload()]}
    assert desk.post(path, sent).url == case
    event = enquiry.events.get(text=WORDS)
    assert (event.what, event.is_public, event.photos.count()) == (share, clerk_sees, 2)
    small = reverse("photo_small", args=[event.photos.first().token])
    assert small in main_of(desk.get(case))
    clerk = signed_in(alice)
    assert (small in main_of(clerk.get(f"/enquiries/{enquiry.reference}/"))) == clerk_sees
    assert clerk.get(small).status_code == (200 if clerk_sees else 404)
    assert (Letter.objects.count() > letters) == clerk_sees


@pytest.mark.parametrize("share", ["note", "update"])
def test_the_same_words_again_take_their_photos_along(path, enquiry, signed_in, oscar, share):
    for _ in range(2):
        signed_in(oscar).post(path, {"text": WORDS, "share": share, "photos": upload()})
    assert enquiry.events.get(text=WORDS).photos.count() == 2


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"text": "", "share": "note"}, "Say what the photos show"),
        ({"text": WORDS}, "Select who may see the photos"),
        ({"text": WORDS, "share": "all"}, "There is a problem"),
    ],
)
def test_what_is_missing_loses_no_photo(path, enquiry, signed_in, oscar, sent, says):
    page = main_of(signed_in(oscar).post(path, sent | {"photos": upload()}))
    assert says in page and "ditch.jpg" in page and enquiry.events.count() == 1


def test_no_photo_or_a_bad_one_is_said_beside_the_field(path, enquiry, signed_in, oscar):
    sent = {"text": WORDS, "share": "update"}
    page = main_of(signed_in(oscar).post(path, sent))
    assert "Choose a photo or a PDF" in page and WORDS in page
    page = main_of(signed_in(oscar).post(path, sent | {"photos": upload(b"no photo")}))
    assert "must be a photo" in page and WORDS in page and enquiry.events.count() == 1


def test_removing_one_keeps_words_and_choice(path, signed_in, oscar):
    desk = signed_in(oscar)
    desk.post(path, {"photos": upload()})
    photo = Photo.objects.get(is_waiting=True)
    page = main_of(desk.post(path, {"text": WORDS, "share": "update", "remove": photo.token}))
    assert WORDS in page and 'checked="" class="govuk-radios__input"' in page.replace("'", '"')
    assert not Photo.objects.exists()


def test_what_she_has_not_sent_nobody_else_sees(path, enquiry, signed_in, oscar, maya, alice):
    signed_in(oscar).post(path, {"photos": upload()})
    token = Photo.objects.get(is_waiting=True).token
    for person, status in ((oscar, 200), (maya, 404), (alice, 404)):
        assert signed_in(person).get(reverse("photo", args=[token])).status_code == status


def test_a_closed_case_takes_none(path, enquiry, signed_in, oscar, alice, outcomes, now):
    workflows.withdraw(enquiry=enquiry, text="", at=now, by=alice)
    page = main_of(
        signed_in(oscar).post(path, {"text": WORDS, "share": "note", "photos": upload()})
    )
    assert "nothing can be added to it" in page and WORDS in page
    assert f'href="{path}"' not in main_of(
        signed_in(oscar).get(reverse("case", args=[enquiry.number]))
    )


def test_managers_hold_none(enquiry, maya, now):
    with pytest.raises(Refused):
        workflows.hold_photo(enquiry=enquiry, upload=upload(), at=now, by=maya)
