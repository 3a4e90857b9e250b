"""Markdown can do no harm; the editor is told of links, pictures, dates and hard words."""

import pytest

from briefings import markdown
from briefings.findings import age_of, findings
from briefings.models import Item, LinkCheck
from briefings.reading import reading_age
from briefings.workflows import links
from portal.testing import reading

HARM = [
    "<script>alert(1)</script>", "[a](javascript:alert(1))", "[a](JaVaScRiPt:alert(1))",
    "<img src=x onerror=alert(1)>", "![x](https://elsewhere.example/pixel.gif)",
    "[a](data:text/html;base64,PHNjcmlwdD4=)", "<iframe src='//e'></iframe>", "<b style='x'>a</b>",
    "[a](https://e.example \"onmouseover=alert(1)\")", "<svg/onload=alert(1)>", "&#x3c;script>",
]  # fmt: skip


@pytest.mark.parametrize("text", HARM)
@pytest.mark.parametrize("styled", [True, False])
def test_no_text_does_harm(text, styled):
    from bs4 import BeautifulSoup

    html = BeautifulSoup(markdown.to_html(f"Words.\n\n{text}\n", styled=styled), "html.parser")
    assert not html.find_all(["script", "img", "iframe", "svg", "style", "b"])
    for tag in html.find_all(True):
        assert set(tag.attrs) <= {"href", "class"}
        assert tag.get("href", "https:").split(":")[0] in {"https", "http", "mailto", "tel"}


def test_html_in_a_text_stays_words():
    assert "&lt;b&gt;bold&lt;/b&gt;" in markdown.to_html("Not <b>bold</b>.")
    assert markdown.to_text("Not <b>bold</b>.") == "Not <b>bold</b>."


def test_markdown_says_the_same_in_both_parts():
    text = "## Head\n\nOne **two** [three](/x/).\n\n- a\n- b\n\n1. c\n\n| e | f |\n|-|-|\n| g | h |"
    plain = markdown.to_text(text, "https://county.example")
    said = "Head One two three (https://county.example/x/). - a - b 1. c e f g h"
    assert " ".join(plain.split()) == said
    html = markdown.to_html(text, level=3)
    assert '<h3 class="govuk-heading-s">Head</h3>' in html and '<ul class="govuk-list' in html


@pytest.mark.parametrize(
    "text", ["*" * 20_000, "[" * 20_000, "> " * 5000, "`" * 19_999, "a\n" * 9999]
)
def test_text_made_to_be_slow_is_not(text):
    import time

    began = time.process_time()
    markdown.to_html(text[:20_000]), markdown.to_text(text[:20_000])
    assert time.process_time() - began < 3


@pytest.mark.parametrize(
    "body, said, stops",
    [
        ("[a](/nowhere/at/all/)", "there is no such page here", True),
        ("[a](http://localhost:8000/nowhere/)", "there is no such page here", True),
        ("[a](www.county.example)", "it has to begin with https://", True),
        ("[a](https://county)", "it names no website", True),
        ("[a](mailto:)", "it names nobody", True),
        ("[a](/how-we-deal-with-enquiries/) [b](https://county.example/)", "", False),
        ("![](/x.jpg)", "has no words for people who cannot see it", True),
        ("On Tuesday 3 December 2026 we meet.", "is a Thursday", True),
        ("On Thursday 31 June 2027 we meet.", "There is no Thursday 31 June", True),
        ("Until Thursday 3 December 2026.", "", False),
        ("[a](https://broken.example/)", "may not work: it answers 404.", False),
    ],
)  # fmt: skip
def test_what_an_editor_is_told(edition, write, today, now, body, said, stops):
    LinkCheck.objects.create(
        url="https://broken.example/", words="it answers 404.", tried_at=now
    )  # fmt: skip
    write("Item", edition=edition, body=body)
    found = findings(edition, list(edition.items.whole()), on=today)
    mine = [one for one in found if one.item and said and said in one.words]
    assert bool(mine) == bool(said)
    assert any(one.stops for one in found) == stops


pytestmark = pytest.mark.django_db


def test_past_dates_and_old_news_are_said(edition, write, today):
    from datetime import date

    write("Item", edition=edition, dates=[(date(2026, 11, 1), "Fair")],
          expires_on=date(2026, 11, 2))  # fmt: skip
    said = " ".join(one.words for one in findings(edition, list(edition.items.all()), on=today))
    assert "Sunday 1 November 2026 (Fair) is over" in said
    assert "news until Monday 2 November 2026 only" in said


def test_the_reading_age_is_near_that_with_a_dictionary():
    plain = "We grit the main roads when ice is likely. You can see them on the map. " * 4
    hard = (
        "Notwithstanding considerable infrastructural deterioration, implementation of the "
        "aforementioned prioritisation methodology necessitates comprehensive consultation. " * 4
    )
    for text in (plain, hard):
        assert reading_age(text) == pytest.approx(reading.reading_age(text), abs=3)
    assert age_of(Item(body=plain)) < 14 < age_of(Item(body=hard))
    assert reading_age("") == reading_age("…") == 0


def test_nobody_elsewhere_is_asked_unless_the_council_lets_us(
    edition, write, now, settings, monkeypatch
):
    write("Item", edition=edition, body="[a](https://county.example/) [b](http://127.0.0.1/x)")
    asked, known = [], {"county.example": "93.184.216.34"}
    monkeypatch.setattr(links, "ask", lambda parts, host, port: asked.append(host) or 404)
    assert links.check_links(at=now) == 0
    settings.CHECK_LINKS = True
    monkeypatch.setattr(
        links.socket, "getaddrinfo",
        lambda host, port, type: [(0, 0, 0, "", (known.get(host, host), port))],
    )  # fmt: skip
    assert links.check_links(at=now) == 2
    assert asked == ["county.example"], "nothing within our walls is asked"
    assert dict(LinkCheck.objects.values_list("url", "words")) == {
        "https://county.example/": "it answers 404.", "http://127.0.0.1/x": links.NOT_PUBLIC
    }  # fmt: skip
    assert links.check_links(at=now) == 0


def test_a_paste_of_ten_megabytes_is_refused_and_nothing_is_saved(signed_in, edith):
    words = {"title": "Big", "kind": "news", "version": 0, "body": "x" * 10_000_000}
    answer = signed_in(edith).post("/briefings/desk/items/new/", words)
    assert answer.status_code == 400 and "too large" in answer.content.decode()
    short = signed_in(edith).post("/briefings/desk/items/new/", words | {"body": "x" * 20_001})
    assert "must be 20,000 characters or fewer" in short.content.decode().replace("20000", "20,000")
    assert not Item.objects.exists()
