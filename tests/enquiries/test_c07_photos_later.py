"""C7: photos with a reply or more information; nothing chosen or written is ever lost."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from enquiries import workflows
from enquiries.models import Photo
from enquiries.permissions import Refused
from tests.uploads import paper, picture

pytestmark = pytest.mark.django_db
WORDS = "The left side, by the school"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture(params=["enquiry_add", "enquiry_reply"])
def path(request, enquiry, oscar, now) -> str:
    if request.param == "enquiry_reply":
        workflows.ask(enquiry=enquiry, text="Which side?", at=now, by=oscar)
    return reverse(request.param, args=[enquiry.number])


def upload(name="bend.jpg", content=None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture() if content is None else content)


def page_of(response) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def test_c07_photos_go_with_the_words_and_stand_in_both_timelines(
    path, enquiry, signed_in, alice, deputy, oscar
):
    sent = {"text": WORDS, "photos": [upload(), upload("minutes.pdf", paper())]}
    assert signed_in(alice).post(path, sent).status_code == 302
    event = enquiry.events.get(text=WORDS)
    photos = list(event.photos.all())
    assert [photo.form for photo in photos] == ["picture", "paper"] and event.by == alice
    for person, name in ((alice, "enquiry"), (deputy, "enquiry"), (oscar, "case")):
        page = page_of(signed_in(person).get(reverse(name, args=[enquiry.number])))
        item = page.select_one(".app-timeline__item:has(img)")
        assert WORDS in item.text and "minutes.pdf" in item.text
        assert [img["src"] for img in item.select("img")] == [
            reverse("photo_small", args=[photo.token]) for photo in photos
        ]
        assert all(int(img["width"]) and int(img["height"]) for img in item.select("img"))
        assert signed_in(person).get(reverse("photo", args=[photos[1].token])).status_code == 200


def test_c07_a_missing_word_loses_no_photo(path, enquiry, signed_in, alice):
    client = signed_in(alice)
    page = page_of(client.post(path, {"text": "", "photos": upload()}))
    assert "bend.jpg" in page.text and "Photos you have added (1 of 6)" in page.text
    assert "There is a problem" in page.text and Photo.objects.get().is_waiting
    assert "bend.jpg" in page_of(client.get(path)).text, "it waits for her to come back"
    assert client.post(path, {"text": WORDS}).status_code == 302
    photo = Photo.objects.get()
    assert photo.event.text == WORDS and not photo.is_waiting


def test_c07_a_bad_photo_loses_neither_words_nor_good_photos(path, enquiry, signed_in, alice):
    client, before = signed_in(alice), enquiry.events.count()
    sent = {"text": WORDS, "photos": [upload("one.jpg"), upload("notes.jpg", b"no photo")]}
    page = page_of(client.post(path, sent))
    assert WORDS in page.find("textarea").text and "“notes.jpg” must be a photo" in page.text
    assert "one.jpg" in page.text and enquiry.events.count() == before
    client.post(path, {"text": page.find("textarea").text.strip()})
    assert Photo.objects.get().event == enquiry.events.get(text=WORDS)


def test_c07_removing_one_keeps_the_words(path, signed_in, alice, media):
    client = signed_in(alice)
    client.post(path, {"text": "", "photos": [upload(f"{n}.jpg") for n in range(3)]})
    second = Photo.objects.get(original_name="1.jpg")
    page = page_of(client.post(path, {"text": WORDS, "remove": second.token}))
    assert WORDS in page.find("textarea").text and "There is a problem" not in page.text
    assert "1.jpg" not in page.text and "0.jpg" in page.text and "2.jpg" in page.text
    for odd in ("abc", "\0", second.token):
        page_of(client.post(path, {"text": WORDS, "remove": odd}))
    assert Photo.objects.count() == 2


def test_c07_files_of_a_removed_photo_go(enquiry, alice, now, media,
                                         django_capture_on_commit_callbacks):  # fmt: skip
    photo = workflows.hold_photo(enquiry=enquiry, upload=upload(), at=now, by=alice)
    with django_capture_on_commit_callbacks(execute=True):
        workflows.remove_held_photo(enquiry=enquiry, token=photo.token, by=alice)
    assert not [path for path in media.rglob("*") if path.is_file()]


def test_c07_a_seventh_is_refused(path, signed_in, alice):
    sent = {"text": WORDS, "photos": [upload(f"{n}.jpg") for n in range(7)]}
    page = page_of(signed_in(alice).post(path, sent))
    assert "up to 6 photos" in page.text and Photo.objects.count() == 6


def test_c07_what_is_not_sent_is_hers_alone(enquiry, signed_in, alice, deputy, carol, oscar, now):
    photo = workflows.hold_photo(enquiry=enquiry, upload=upload(), at=now, by=alice)
    for name in ("photo", "photo_small"):
        address = reverse(name, args=[photo.token])
        assert signed_in(alice).get(address).status_code == 200
        for other in (deputy, carol, oscar):
            assert signed_in(other).get(address).status_code == 404
    for person, name in ((deputy, "enquiry"), (oscar, "case"), (deputy, "enquiry_add")):
        page = signed_in(person).get(reverse(name, args=[enquiry.number]))
        assert str(photo.token) not in page.content.decode()
    workflows.add_information(
        enquiry=enquiry, text=WORDS, at=now, by=deputy, held=[photo]
    )  # fmt: skip
    photo.refresh_from_db()
    assert photo.is_waiting and photo.event is None, "a colleague's words do not send it"


def test_c07_nobody_else_may_hold_photos(enquiry, carol, maya, gone, now, media):
    for person in (carol, maya, gone):
        with pytest.raises(Refused):
            workflows.hold_photo(enquiry=enquiry, upload=upload(), at=now, by=person)
    assert not Photo.objects.exists() and not list(media.rglob("*.jpg"))


def test_c07_a_closed_enquiry_takes_none_and_shows_the_words(
    enquiry, alice, signed_in, oscar, now, outcomes, media
):
    words = {"reason": None, "explanation": "Done.", "next_step": "Nothing."}
    workflows.answer(enquiry=enquiry, outcome=outcomes["already"], at=now, by=oscar, **words)
    path = reverse("enquiry_add", args=[enquiry.number])
    page = page_of(signed_in(alice).post(path, {"text": WORDS, "photos": upload()}))
    assert WORDS in page.find("textarea").text and "This enquiry is closed" in page.text
    assert not Photo.objects.exists() and not list(media.rglob("*.jpg"))


def test_c07_a_second_click_adds_nothing_twice(enquiry, alice, now):
    for _ in range(2):
        held = [workflows.hold_photo(enquiry=enquiry, upload=upload(), at=now, by=alice)]
        workflows.add_information(enquiry=enquiry, text=WORDS, at=now, by=alice, held=held)
    assert enquiry.events.filter(text=WORDS).count() == 1
    assert enquiry.events.get(text=WORDS).photos.count() == 2
