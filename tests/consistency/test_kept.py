"""Months as they stood, what everybody may see of them, signals, and the letter."""

import csv
import gzip
import io
import re
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import transaction
from django.db.utils import DatabaseError

from briefings.sources import found_since
from consistency import keeping
from consistency.figures import Cell, Line, Panel
from consistency.models import Publication, Round, Signal, Snapshot
from consistency.monthly import keep_month, standing_out
from consistency.news import published
from consistency.workflows import keeping as keeping_of_months
from enquiries.models import Enquiry
from post.models import Letter

from .conftest import Case, until_fresh

pytestmark = pytest.mark.django_db
URL = "/consistency/months/2026-10/"


@pytest.fixture
def kept(counted, maya, now) -> Snapshot:
    return keep_month(at=now)


def test_a_month_is_kept_once_and_only_when_the_figures_are_up_to_date(
    write, places, kinds, counted, now
):
    write(Case(places[0], kinds[0]))
    assert keep_month(at=now) is None
    until_fresh(now)
    assert keep_month(at=now).month == date(2026, 10, 1)
    assert keep_month(at=now) is None
    assert Snapshot.objects.count() == 1


def test_the_database_refuses_to_rewrite_it(kept):
    for change in (lambda: Snapshot.objects.update(figures=[]), Snapshot.objects.all().delete):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            change()


def test_its_figures_come_out_of_its_own_rows(kept):
    """Received, answered and on time of October, counted again from the cases that are kept."""
    rows = list(csv.DictReader(io.StringIO(gzip.decompress(kept.cases).decode("utf-8-sig"))))
    answered = [row for row in rows if row["answered_month"] == "2026-10-01"]
    panel = next(data for data in kept.figures if data["code"] == "on-time")
    total = [cell["values"][0] for cell in panel["total"]["cells"]]
    assert total[:3] == [
        sum(row["received_month"] == "2026-10-01" for row in rows), len(answered),
        sum(row["on_time"] == "1" for row in answered),
    ]  # fmt: skip
    assert total[1] > 0
    assert keeping.digest(kept.figures, bytes(kept.cases)) == kept.sha256


def without_tokens(page: bytes) -> bytes:
    """The page but for what guards its forms, which is masked anew for every answer."""
    return re.sub(rb'(name="csrfmiddlewaretoken" value=")\w+"', rb'\1"', page)


def test_a_past_dashboard_opens_as_it_stood_whatever_happened_since(kept, signed_in, maya, now):
    client = signed_in(maya)
    before = without_tokens(client.get(URL).content)
    Enquiry.objects.update(channel="phone")
    Round.objects.all().delete()
    assert without_tokens(client.get(URL).content) == before
    text = " ".join(BeautifulSoup(before, "html.parser").get_text(" ").split())
    assert "Its figures and cases are what was kept then" in text and kept.sha256 in text
    assert "Are we on time?" in text and "What is stuck?" in text
    assert BeautifulSoup(before, "html.parser").select("svg rect")


def test_a_measure_comes_back_from_what_is_kept_of_it(kept):
    for data in kept.figures:
        plain = {name: value for name, value in data.items() if name != "question"}
        again = keeping.to_data(keeping.from_data(plain))
        assert keeping.digest(again, bytes(kept.cases)) == keeping.digest(plain, bytes(kept.cases))


def test_published_figures_are_for_everybody_until_they_are_taken_back(
    kept, signed_in, maya, client
):
    public = "/how-we-are-doing/"
    assert "No figures have been published" in client.get(public).content.decode()
    signed_in(maya).post(f"{URL}on-time/")
    signed_in(maya).post(f"{URL}on-time/")
    page = client.get(public).content.decode()
    assert "Answered by the promised date" in page and "October 2026" in page
    assert "/consistency/cases/" not in page
    assert Publication.objects.get().published_by == maya
    signed_in(maya).post(f"{URL}on-time/", {"take_back": "yes"})
    assert "No figures have been published" in client.get(public).content.decode()
    assert signed_in(maya).post(f"{URL}nothing/").status_code == 404


def test_two_months_on_the_public_page_are_told_apart(kept, maya, now, client):
    before = Snapshot.objects.create(
        month=date(2026, 9, 1), made_at=now, figures=kept.figures, cases=b"", sha256=""
    )
    for snapshot in (kept, before):
        for measure in ("demand", "on-time"):
            keeping_of_months.publish(snapshot=snapshot, measure=measure, at=now, by=maya)
    page = BeautifulSoup(client.get("/how-we-are-doing/").content, "html.parser")
    ids = [tag["id"] for tag in page.select("[id]")]
    assert len(ids) == len(set(ids))
    captions = [caption.get_text() for caption in page.select("caption")]
    assert len(captions) == len(set(captions)) == 4
    assert captions[0].endswith(", October 2026") and captions[2].endswith(", September 2026")
    headings = [(tag.name, tag.get_text()) for tag in page.select("main h2, main h3")]
    assert [text for name, text in headings if name == "h2"] == ["October 2026", "September 2026"]
    assert [name for name, _ in headings] == ["h2", "h3", "h3"] * 2


def test_what_is_published_is_drafted_for_the_next_briefing_once(kept, signed_in, maya, now):
    signed_in(maya).post(f"{URL}on-time/"), signed_in(maya).post(f"{URL}demand/")
    taken_back = Publication.objects.get(measure="demand")
    keeping_of_months.withdraw(publication=taken_back, at=now, by=maya)
    Publication.objects.update(published_at=now)
    [found] = published(now - timedelta(days=1), now)
    assert found.title == "How we are doing, October 2026: Answered by the promised date"
    assert "(/how-we-are-doing/)" in found.body and found.kind == "practice"
    assert list(published(now, now + timedelta(days=1))) == [], "it was told of before"
    assert found in found_since(now - timedelta(days=1), now=now)


@pytest.mark.parametrize(("count", "told"), [(3, False), (12, True)])
def test_a_figure_too_small_to_be_told_is_not_told_in_a_briefing(db, now, maya, count, told):
    panel = Panel(
        "x",
        "Asked",
        [f"{count} asked."],
        [],
        [],
        [Line("A", [Cell((count,), "", counts=(count,))])],
    )
    kept = Snapshot.objects.create(
        month=date(2026, 10, 1), made_at=now, figures=[keeping.to_data(panel)], cases=b"", sha256=""
    )  # fmt: skip
    keeping_of_months.publish(snapshot=kept, measure="x", at=now, by=maya)
    [found] = published(now - timedelta(days=1), now)
    assert (f"{count} asked." in found.body) == told


def outlier() -> Panel:
    cells = [
        Cell((60,), "60"),
        Cell(("Far more than chance explains",), "Far more than chance explains"),
    ]
    return Panel(
        "refused-expected", "Refusals", [], ["n", "v"], ["n", "v"], [Line("Team X", cells)]
    )


def test_what_stands_out_is_raised_with_an_owner_a_note_and_an_outcome(
    kept, signed_in, maya, oscar, now
):
    assert standing_out(outlier())[0]["name"] == "Team X"
    signal = Signal.objects.create(snapshot=kept, **standing_out(outlier())[0])
    client = signed_in(maya)
    url = f"/consistency/signals/{signal.pk}/"
    assert "Team X" in client.get("/consistency/signals/").content.decode()
    sent = {
        "owner": oscar.pk,
        "note": "Read ten of them.",
        "outcome": "",
        "seen": seen_at(client, url),
    }
    assert client.post(url, sent).status_code == 302
    assert client.post(url, sent).status_code == 302, "the same words twice are once"
    signal.refresh_from_db()
    assert (signal.owner, signal.closed_at, signal.closed_by) == (oscar, None, None)
    client.post(url, sent | {"outcome": "cases", "seen": seen_at(client, url)})
    signal.refresh_from_db()
    assert (signal.closed_at, signal.closed_by) == (now, maya)
    assert "Looked into (1)" in client.get("/consistency/signals/").content.decode()
    wrong = client.post(url, sent | {"outcome": "x", "owner": "0"})
    assert "There is a problem" in wrong.content.decode()


def seen_at(client, url: str) -> str:
    page = BeautifulSoup(client.get(url).content, "html.parser")
    return page.select_one('input[name="seen"]')["value"]


def test_two_who_write_of_one_signal_see_both_texts_and_lose_neither(kept, signed_in, maya, oscar):
    signal = Signal.objects.create(snapshot=kept, **standing_out(outlier())[0])
    client, url = signed_in(maya), f"/consistency/signals/{signal.pk}/"
    mine = {"owner": "", "note": "Mine.", "outcome": "", "seen": seen_at(client, url)}
    Signal.objects.update(owner=oscar, note="Theirs.")
    answer = client.post(url, mine)
    page = BeautifulSoup(answer.content, "html.parser")
    meanwhile = page.select_one("dl").get_text(" ")
    assert "Theirs." in meanwhile and oscar.name in meanwhile
    assert page.select_one("textarea").get_text().strip() == "Mine."
    assert "Somebody else wrote here" in page.select_one(".govuk-error-summary").get_text()
    assert Signal.objects.get().note == "Theirs."
    again = page.select_one('input[name="seen"]')["value"]
    assert client.post(url, mine | {"seen": again}).status_code == 302
    assert Signal.objects.get().note == "Mine."


def test_m13_managers_get_the_sentences_and_one_link_once(kept, maya, now):
    letter = Letter.objects.get(kind="consistency/month")
    assert letter.to == maya.email
    said = next(data for data in kept.figures if data["code"] == "on-time")["sentences"]
    for sentence in said:
        assert sentence in " ".join(letter.text.split())
    assert letter.text.count("/consistency/") == 1
    assert keep_month(at=now) is None


@pytest.mark.django_db(transaction=True)
def test_a_month_and_the_letters_of_it_are_kept_together_or_not_at_all(maya, now, monkeypatch):
    def fails(**_):
        raise RuntimeError("no words for it")

    with monkeypatch.context() as patched, pytest.raises(RuntimeError):
        patched.setattr("consistency.emails.month_kept", fails)
        keep_month(at=now)
    assert not Snapshot.objects.exists(), "the next turn keeps the month and tells of it"
    assert keep_month(at=now)
    assert Letter.objects.get(kind="consistency/month").to == maya.email
