"""B1 to B5 and B8: the archive, its anchors, dates, feed and text to paste."""

import io
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction
from django.urls import reverse
from icalendar import Calendar
from PIL import Image as Picture

from briefings.findings import findings
from briefings.workflows import items
from enquiries.models import Enquiry
from tests import atom

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(stopped_clock):
    return stopped_clock


def soup(response) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def feed(client):
    return atom.read(client.get("/briefings/feed.atom"))


def test_b01_search_finds_items_inside_editions(sent, client, topic):
    page = soup(client.get("/briefings/?q=basket"))
    [link] = page.select("main .app-rows a")
    assert link["href"] == "/briefings/30/#hanging-baskets" and "1 item" in page.text
    said = page.select_one("main .app-rows .govuk-hint").text
    assert said == "Ask us before you hang baskets on a lamp post."
    assert "Nothing found" in soup(client.get("/briefings/?q=zebra")).text
    assert soup(client.get("/briefings/?topic=speed")).select("main .app-rows a")
    archive = soup(client.get("/briefings/"))
    row = " ".join(archive.select_one("main .app-rows li").text.split())
    assert row == "30: Winter roads 18 November 2026: gritting, grants"
    assert "2026" in [each.text for each in archive.find_all("h2")]
    assert "There are no briefings of" not in soup(client.get("/briefings/?year=2026")).text


def test_b02_each_item_has_an_anchor_a_link_and_a_place_in_the_contents(sent, client):
    page = soup(client.get("/briefings/30/"))
    heading = page.find(id="hanging-baskets")
    assert heading.name == "h2" and heading["tabindex"] == "-1"
    assert page.select_one('nav a[href="#hanging-baskets"]').text == "Hanging baskets"
    text = soup(client.get("/briefings/30/hanging-baskets/"))
    assert text.find(id="link").text.endswith("/briefings/30/#hanging-baskets")
    assert text.select_one('[data-copy="link"]')


@pytest.mark.parametrize(
    "words, stops",
    [("the plan", True), ("the plan (PDF, 300 KB)", False), ("the plan (PDF)", True)],
)
def test_b03_a_file_is_linked_with_its_kind_and_size(edition, write, words, stops, today):
    body = f"It says [{words}](https://county.example/plan.pdf)."
    write("Plan", edition=edition, body=body)
    found = findings(edition, list(edition.items.whole()), on=today)
    assert any(one.stops and "leads to a file" in one.words for one in found) == stops


def test_b04_dates_are_pulled_out_and_past_ones_are_closed(sent, client, stopped_clock):
    page = soup(client.get("/briefings/30/"))
    assert "Dates for your diary" in page.text
    assert "Saturday 12 December 2026: Forms due" in page.text
    for path in ("/briefings/30/dates.ics", "/briefings/dates.ics"):
        [event] = Calendar.from_ical(client.get(path).content).walk("VEVENT")
        assert event["SUMMARY"] == "Forms due" and event["DTSTART"].dt.isoformat() == "2026-12-12"
    stopped_clock.shift(timedelta(days=60))
    page = soup(client.get("/briefings/30/"))
    closed = page.find(class_="govuk-hint", string=lambda text: text and "(closed)" in text)
    assert closed
    assert not Calendar.from_ical(client.get("/briefings/dates.ics").content).walk("VEVENT")


def test_b04_the_last_day_there_is_breaks_no_calendar(sent, item, client):
    item.dates.update(on=date.max)
    [event] = Calendar.from_ical(client.get("/briefings/dates.ics").content).walk("VEVENT")
    assert event["DTSTART"].dt == date.max


def test_b04_the_calendar_of_what_comes_holds_nothing_that_is_over(sent, item, client, today):
    item.dates.create(on=today - timedelta(days=1), words="Too late")
    coming = Calendar.from_ical(client.get("/briefings/dates.ics").content)
    assert [event["SUMMARY"] for event in coming.walk("VEVENT")] == ["Forms due"]
    assert coming["X-WR-CALNAME"] == "Dates from briefings – Leicestershire County Council"


def test_b05_a_feed_that_did_not_change_is_not_sent_again(sent, client):
    first = client.get("/briefings/feed.atom")
    second = client.get("/briefings/feed.atom", headers={"if-none-match": first["ETag"]})
    assert (second.status_code, second.content) == (304, b"")


@pytest.mark.parametrize("year", ["9999", "2100", "1999"])
def test_b04_a_date_too_far_away_is_told_beside_its_field(signed_in, edith, year):
    typed = {
        "title": "Grit", "kind": "news", "body": "Grit.", "version": 0,
        "dates": f"31 December {year}: forms due",
        "due_on-day": 31, "due_on-month": 12, "due_on-year": year,
    }  # fmt: skip
    page = signed_in(edith).post(reverse("item_new"), typed)
    assert page.context["form"].errors.keys() == {"dates", "due_on"}


def test_b05_the_feed_has_full_text_and_ids_that_stay(sent, item, client, edith, now):
    before = feed(client)
    [entry] = before.entries
    assert entry.id == f"urn:uuid:{item.uid}" and "hang" in entry.content[0].value
    item.refresh_from_db()
    words = {"title": item.title, "body": "Ask <b>us</b>.", "note": "a word"}
    later = now + timedelta(days=2)
    items.correct_item(item=item, version=item.version, at=later, by=edith, **words)
    [after] = feed(client).entries
    assert after.id == entry.id and after.link == entry.link
    assert after.updated_parsed > entry.updated_parsed
    assert after.published == entry.published
    assert "Updated on 20 November 2026: a word" in after.content[0].value
    page = soup(client.get("/briefings/"))
    assert page.select_one('head link[type="application/atom+xml"]')
    assert page.select_one('main a[href="/briefings/feed.atom"]')


def test_no_character_breaks_the_feed(sent, item, client):
    type(item).objects.update(title="A\x0bB\x1f", body="C\x08D & <e>")
    assert feed(client).entries[0].title == "A B"


def test_b08_text_for_a_website_is_clean_and_says_whose_it_is(sent, client):
    page = soup(client.get("/briefings/30/hanging-baskets/"))
    html, words = page.find(id="html").text, page.find(id="words").text
    clean = BeautifulSoup(html, "html.parser")
    assert not clean.find_all(["script", "style", "img", "iframe"])
    assert not clean.find_all(attrs={"class": True}) and not clean.find_all(attrs={"style": True})
    for text in (html, words):
        assert "From Leicestershire County Council, briefing 30" in text
        assert "http://localhost:8000/how-we-deal-with-enquiries/" in text
    assert "**" not in words and "12 December 2026" in words
    assert f"({len(page.find(id='short').text)} characters)" in page.text


def test_b08_an_edition_is_pasted_whole(sent, item, client):
    assert client.get("/briefings/30/").content.count(b'href="/briefings/text/30/"') == 1
    page = soup(client.get("/briefings/text/30/"))
    html, words = page.find(id="html").text, page.find(id="words").text
    assert html.startswith("<h2>Hanging baskets</h2>")
    link = BeautifulSoup(html, "html.parser").find_all("a")[-1]
    assert link["href"].endswith("/briefings/30/") and html.count("From Leicestershire") == 1
    assert words.startswith("Hanging baskets") and words.endswith("/briefings/30/")


def test_nothing_is_tracked_and_open_graph_names_the_page(sent, client, alice):
    page = soup(client.get("/briefings/30/"))
    assert page.select_one('meta[property="og:title"]')["content"] == "Briefing 30: Winter roads"
    assert page.select_one('meta[property="og:url"]')["content"].endswith("/briefings/30/")
    letter = sent.mailing.letters.get()
    assert "<img" not in letter.html and "utm_" not in letter.html + letter.text
    assert "sessionid" not in client.cookies


def test_what_is_not_sent_is_not_there(scheduled, client, item):
    for path in ("/briefings/30/", "/briefings/30/hanging-baskets/", "/briefings/30/dates.ics"):
        assert client.get(path).status_code == 404
    assert not feed(client).entries
    assert "Hanging" not in client.get("/briefings/").content.decode()
    assert "Hanging" not in client.get("/news/").content.decode()


def test_news_come_from_the_same_items_and_end(sent, item, client, now):
    assert "Hanging baskets" in client.get("/news/").content.decode()
    assert "Hanging baskets" in client.get("/").content.decode()
    type(item).objects.update(expires_on=now.date() - timedelta(days=1))
    assert "Hanging baskets" not in client.get("/news/").content.decode()
    assert "Hanging baskets" in client.get("/briefings/30/").content.decode()


def test_a_parish_is_never_told_of_in_public(sent, client, enquiry):
    """The personal part stands in letters alone."""
    assert "Your parish" in sent.mailing.letters.get().html or Enquiry.objects.exists()
    for path in ("/briefings/30/", "/briefings/feed.atom", "/news/"):
        page = client.get(path).content.decode()
        assert enquiry.reference not in page and "Your parish" not in page


def picture() -> io.BytesIO:
    file = io.BytesIO()
    Picture.new("RGB", (60, 40), "#446688").save(file, "JPEG")
    file.seek(0)
    file.name = "lorry.jpg"
    return file


def test_a_picture_needs_words_and_is_made_afresh(
    signed_in, edith, edition, item, client, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    editor, path = signed_in(edith), f"/briefings/desk/items/{item.pk}/pictures/"
    page = editor.post(path, {"file": picture(), "alt": " "})
    assert "Enter what it shows" in page.content.decode() and not item.images.exists()
    assert editor.post(path, {"file": picture(), "alt": "A gritting lorry"}).status_code == 302
    image = item.images.get()
    with pytest.raises(IntegrityError, match="images_say"), transaction.atomic():
        item.images.update(alt=" ")
    assert client.get(f"/briefings/images/{image.token}/").status_code == 404
    assert editor.get(f"/briefings/images/{image.token}/").status_code == 200
    page = editor.get("/briefings/desk/30/preview/").content.decode()
    assert 'alt="A gritting lorry"' in page
    assert f'src="/briefings/images/{image.token}/"' in page, "elsewhere it would not be shown"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_archive_costs_the_same_for_many(
    sent, client, rows, now, django_assert_num_queries, edith, maya, clerks
):
    from briefings.models import Edition

    Edition.objects.bulk_create(
        Edition(number=40 + n, title="More", status="sent", audience=clerks, sent_at=now,
                sent_by=edith, approved_at=now, approved_by=maya, made_at=now, changed_at=now)
        for n in range(rows)
    )  # fmt: skip
    with django_assert_num_queries(4):
        client.get("/briefings/")
