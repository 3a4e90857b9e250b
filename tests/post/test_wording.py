"""The council's own words: known fields are replaced once, and nothing else happens to them."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from post import wordings
from post.models import Letter, Wording

pytestmark = pytest.mark.django_db
ADD = "/admin/post/wording/add/"

PAYLOADS = [
    "{event.__init__.__code__}", "{0.__class__.__mro__[1].__subclasses__()}", "{0}", "{}",
    "{road.__class__}", "{road!r}", "{road:>99999999}", "{road[0]}", "{{ 7*7 }}", "{{road|safe}}",
    "{% include 'emails/base.html' %}", "{% load static %}{% debug %}", "{# gone #}", "${7*7}",
    "%(road)s %s %d", "<%= 7*7 %>", "#{7*7}", "{road", "road}", "}{", "{ road }", "{Road}",
    "{settings.SECRET_KEY}", "{{ settings.SECRET_KEY }}", "{ROAD\u200b}", "__import__('os')",
    "<script>alert(1)</script>", "&amp;{road&#125;", "{{{road}}}", "\\{road\\}",
]  # fmt: skip


@pytest.fixture
def words(now):
    def write(text: str, kind: str = "enquiries/received") -> Wording:
        return Wording.objects.create(kind=kind, text=text, changed_at=now)

    return write


@pytest.fixture
def received(log):
    def letter(**changes) -> Letter:
        log(**changes)
        return Letter.objects.filter(kind="enquiries/received").latest("pk")

    return letter


def paragraph_of(letter: Letter, starts: str) -> str:
    """The paragraph of the HTML that begins so, as a reader reads it."""
    html = BeautifulSoup(letter.html, "html.parser")
    [found] = [p.get_text() for p in html.find_all("p") if p.get_text().startswith(starts)]
    return found


def test_known_fields_are_replaced_in_both_parts(words, received, settings):
    words("Ours: {road} & {parish}, {council}, {reference}, by {reply_date}. {county} {telephone}")
    letter = received(road="Old <Hall> Lane")
    said = (
        f"Ours: Old <Hall> Lane & Billesdon, Billesdon Parish Council, {letter.about}, by "
        f"Wednesday 2 December 2026. {settings.COUNCIL_NAME} {settings.CONTACT_PHONE}"
    )
    assert said in letter.text
    assert paragraph_of(letter, "Ours") == said
    assert "Old &lt;Hall&gt; Lane &amp; Billesdon" in letter.html


@pytest.mark.parametrize("payload", PAYLOADS)
def test_whatever_is_stored_stays_text(words, received, payload):
    """Also what the form would have refused, and came into the table another way."""
    words(f"Ours: {payload}")
    letter = received(road="Main Street")
    kept = payload.replace("{road}", "Main Street")
    assert f"Ours: {kept}" in letter.text
    assert paragraph_of(letter, "Ours") == f"Ours: {kept}"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_values_are_never_read_again(words, received, payload):
    words("Ours: {road}!")
    letter = received(road=payload)
    assert f"Ours: {' '.join(payload.split())}!" in letter.text
    assert paragraph_of(letter, "Ours") == f"Ours: {' '.join(payload.split())}!"


def test_a_value_can_make_no_paragraph(words, received):
    words("Ours: {road}.\n\nSecond.")
    letter = received(road="Main\n\nStreet")
    assert "Ours: Main Street.\n\nSecond.\n\n" in letter.text
    assert paragraph_of(letter, "Second") == "Second."


def test_words_stand_before_the_link_those_of_the_kind_first(words, received, log, now, oscar):
    words("For all.", kind="")
    words("For these.")
    text = received().text
    assert text.index("For these.") < text.index("For all.") < text.index("See this enquiry")
    triage = Letter.objects.filter(kind="enquiries/for_triage").first()
    assert "For all." in triage.text and "For these." not in triage.text


def test_a_change_is_seen_at_once_and_a_letter_stays_as_decided(words, received):
    row = words("Before.")
    first = received()
    row.text = "After."
    row.save()
    assert "After." in received().text
    first.refresh_from_db()
    assert "Before." in first.text


def test_one_read_a_letter(words, received):
    words("Ours.")
    with CaptureQueriesContext(connection) as queries, transaction.atomic():
        received()
    reads = [q for q in queries.captured_queries if "post_wording" in q["sql"]]
    assert len(reads) == Letter.objects.count() == 2


@pytest.mark.parametrize("payload", [text for text in PAYLOADS if {"{", "}"} & set(text)])
def test_an_unknown_field_is_refused_in_plain_words(signed_in, adam, payload):
    sent = {"kind": "enquiries/received", "text": f"Ours: {payload}", "_save": "Save"}
    page = signed_in(adam).post(ADD, sent)
    said = BeautifulSoup(page.content, "html.parser").get_text(" ")
    assert page.status_code == 200
    assert "This letter does not know" in said
    assert "It knows {county}, {service}, {telephone}, {reference}, {road}" in said
    assert not Wording.objects.exists()


def test_a_field_of_one_kind_is_none_of_every_letter(signed_in, adam):
    page = signed_in(adam).post(ADD, {"kind": "", "text": "In {road}", "_save": "Save"})
    assert "This letter does not know {road}" in page.content.decode()


def test_saved_with_who_and_when(signed_in, adam, now):
    sent = {"kind": "enquiries/received", "text": "Ours:\r\n\r\n{road}", "_save": "Save"}
    assert signed_in(adam).post(ADD, sent).status_code == 302
    row = Wording.objects.get()
    assert (row.text, row.changed_by, row.changed_at) == ("Ours:\n\n{road}", adam, now)


def test_one_text_for_each_letter(signed_in, adam, words):
    words("Ours.")
    sent = {"kind": "enquiries/received", "text": "Other.", "_save": "Save"}
    assert (
        "There are words for this letter already"
        in signed_in(adam).post(ADD, sent).content.decode()
    )


def preview(client, kind: str, text: str, at: str = ADD):
    return client.post(at, {"kind": kind, "text": text, "_preview": "Preview"})


@pytest.mark.parametrize("kind", ["", *sorted(wordings.letters)])
def test_every_letter_can_be_seen_before_it_is_saved(signed_in, adam, kind):
    client = signed_in(adam)
    page = preview(client, kind, "Ours <b> & {county}")
    assert page.status_code == 200 and not Wording.objects.exists()
    html = BeautifulSoup(page.content, "html.parser")
    assert "Ours <b> & Leicestershire County Council" in html.get_text()
    frame = client.get(html.iframe["src"])
    assert "Ours &lt;b&gt; &amp; Leicestershire County Council" in frame.content.decode()


def test_the_preview_keeps_what_was_typed_and_saves_it(signed_in, adam, words):
    row = words("Before.", next(iter(wordings.letters)))
    client, at = signed_in(adam), f"/admin/post/wording/{words('Every.', kind='').pk}/change/"
    page = BeautifulSoup(preview(client, "", "After {county}.", at).content, "html.parser")
    assert page.find("textarea").text.strip() == "After {county}."
    assert "Before." in page.get_text(), "words of the kind are shown with those of every letter"
    client.post(at, {"kind": "", "text": page.find("textarea").text.strip(), "_save": "Save"})
    assert Wording.objects.get(kind="").text == "After {county}." and row.text == "Before."


def test_a_preview_of_an_unknown_field_says_so_and_saves_nothing(signed_in, adam):
    page = preview(signed_in(adam), "enquiries/received", "{nothing}")
    assert "This letter does not know {nothing}" in page.content.decode()
    assert not Wording.objects.exists()


def test_the_letter_in_the_frame_runs_nothing(signed_in, adam, oscar):
    frame = BeautifulSoup(preview(signed_in(adam), "", "Ours.").content, "html.parser").iframe
    assert frame.has_attr("sandbox") and frame["title"]
    response = signed_in(adam).get(frame["src"])
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "script-src 'none'" in policy and "sandbox" in policy
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert signed_in(oscar).get(frame["src"]).status_code == 302


@pytest.mark.parametrize("bad", ["", "x", "eyJ9:1:2"])
def test_the_frame_shows_only_what_was_previewed(signed_in, adam, bad):
    assert signed_in(adam).get("/admin/post/wording/sample/", {"letter": bad}).status_code == 404


def test_only_administrators(signed_in, oscar, alice):
    for person in (oscar, alice):
        assert preview(signed_in(person), "", "Ours.").status_code in (302, 403)
