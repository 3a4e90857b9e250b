"""O14: what the officer is shown before sending is what is sent, byte for byte, page and e-mail."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from enquiries import workflows
from enquiries.models import Answer, Event
from enquiries.workflows.answers import give
from post.models import Letter, Wording

pytestmark = pytest.mark.django_db
SAID = "We counted <cars> & lorries.\n\nMost keep to  the limit; see “table 2”."


@pytest.fixture
def desk(signed_in, oscar):
    return signed_in(oscar)


@pytest.fixture
def words(outcomes, reasons, enquiry) -> dict:
    return {
        "outcome": outcomes["not-now"].pk, "reason": reasons["evidence"].pk,
        "explanation": SAID, "next_step": "We count again in May 2027.",
        "version": enquiry.version,
    }  # fmt: skip


def url(enquiry) -> str:
    return reverse("case_answer", args=[enquiry.number])


def soup(response) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def hidden(page) -> dict:
    form = page.select_one("main form")
    return {box["name"]: box["value"] for box in form.select("input[type=hidden]")}


def answer_on(page) -> str:
    """The answer as it stands on a page: its heading's summary list."""
    heading = page.find("h2", string="Our answer")
    return str(heading) + str(heading.find_next("dl"))


def test_o14_the_letter_is_the_one_that_was_shown(desk, enquiry, words):
    check = soup(desk.post(url(enquiry), words))
    before = Letter.objects.count()
    assert check.title.get_text().startswith("Check and send your answer")
    assert not Answer.objects.exists() and enquiry.events.count() == 1
    desk.post(url(enquiry), hidden(check))
    letter = Letter.objects.get(kind="enquiries/answered")
    assert letter.text.encode() == check.select_one("#letter").get_text().encode()
    assert letter.subject in check.get_text() and letter.to in check.get_text()
    assert Letter.objects.count() == before + 1


def test_o14_the_page_is_the_one_that_was_shown(desk, enquiry, words, signed_in, alice):
    check = soup(desk.post(url(enquiry), words))
    desk.post(url(enquiry), hidden(check))
    page = soup(signed_in(alice).get(reverse("enquiry", args=[enquiry.number])))
    assert answer_on(page) == answer_on(check)
    sentence = "p.govuk-body-l"
    assert page.select_one(sentence).get_text() == check.select_one(sentence).get_text()


def test_o14_nothing_is_sent_that_differs_from_what_was_shown(desk, enquiry, words, now):
    check = soup(desk.post(url(enquiry), words))
    Wording.objects.create(kind="", text="Offices close at noon.", changed_at=now)
    again = soup(desk.post(url(enquiry), hidden(check)))
    assert not Letter.objects.filter(kind="enquiries/answered").exists()
    assert "has changed since you looked" in again.select_one(".govuk-error-summary").get_text()
    assert "Offices close at noon." in again.select_one("#letter").get_text()
    assert desk.post(url(enquiry), hidden(again)).status_code == 302


def test_o14_nor_the_day_after(desk, enquiry, words, stopped_clock, signed_in, oscar):
    check = soup(desk.post(url(enquiry), words))
    stopped_clock.shift(timedelta(days=1))
    again = soup(signed_in(oscar).post(url(enquiry), hidden(check)))
    assert not Answer.objects.exists()
    assert "Thursday 19 November 2026" in again.select_one("#letter").get_text()


def test_o14_changed_words_are_shown_anew(desk, enquiry, words):
    check = soup(desk.post(url(enquiry), words))
    forged = hidden(check) | {"explanation": "Something else."}
    assert "Something else." in soup(desk.post(url(enquiry), forged)).get_text()
    assert not Answer.objects.exists()


def test_o14_change_goes_back_with_every_word(desk, enquiry, words):
    check = soup(desk.post(url(enquiry), words))
    form = soup(desk.post(url(enquiry), hidden(check) | {"change": "yes"}))
    assert form.select_one("textarea[name=explanation]").get_text().lstrip("\n") == SAID
    chosen = [box["value"] for box in form.select("input[type=radio][checked]")]
    assert chosen == [str(words["outcome"]), str(words["reason"])]
    assert not form.select(".govuk-error-summary")


def test_o14_a_rehearsal_leaves_nothing(enquiry, now, oscar, outcomes):
    seen = workflows.rehearse(
        verb=give, enquiry=enquiry, outcome=outcomes["advice"], reason=None, explanation="Told.",
        next_step="Nothing.", at=now, by=oscar,
    )  # fmt: skip
    assert seen.enquiry.status == "answered" and len(seen.letters) == 1
    enquiry.refresh_from_db()
    assert enquiry.status == "received" and not Event.objects.filter(what="answered").exists()
    assert not Letter.objects.filter(pk=seen.letters[0].pk).exists()


def test_o14_works_from_a_list_too(desk, log, words):
    first, second = log(), log()
    check = soup(desk.post(f"{url(first)}?list=", words | {"version": first.version}))
    buttons = [button.get_text(strip=True) for button in check.select("main form button")]
    assert buttons == ["Send answer", "Send and open next", "Change"]
    action = url(first) + check.select_one("main form")["action"]
    response = desk.post(action, hidden(check) | {"then": "next"})
    assert response["Location"].startswith(reverse("case", args=[second.number]))
