"""The editors' pages: what is typed is kept, and where two meet both texts are shown."""

import io
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from PIL import Image

from schemes import workflows
from schemes.models import CostLine, Picture, Scheme, Step, Version

pytestmark = pytest.mark.django_db


def form_of(page) -> dict[str, str]:
    """What the first form of a page would send."""
    form = BeautifulSoup(page.content, "html.parser").find("main").find("form")
    sent = {}
    for box in form.find_all(["input", "textarea", "select"]):
        kind = box.get("type")
        if kind in ("radio", "checkbox") and not box.has_attr("checked"):
            continue
        if box.name == "select":
            chosen = box.find("option", selected=True)
            sent[box["name"]] = chosen["value"] if chosen else ""
        elif box.name == "textarea":
            sent[box["name"]] = box.text.removeprefix("\n")
        elif box.get("name"):
            sent[box["name"]] = box.get("value", "")
    return sent


def url(name: str, *args) -> str:
    return reverse(f"scheme_{name}", args=["XZ", *args])


@pytest.fixture
def parts(zebra) -> dict[str, str]:
    option = zebra.options.first()
    line = option.costs.get()
    return {
        "name": url("name"), "fact": url("fact", "upkeep"), "option": url("option", option.pk),
        "cost": url("cost", option.pk, line.pk), "synonyms": url("synonyms"),
        "problems": url("problems"), "alternatives": url("alternatives"),
    }  # fmt: skip


CHANGES = {
    "name": {"letter": "Y"}, "fact": {"text": "Hers & <b>"}, "option": {"name": "Hers & <b>"},
    "cost": {"low": "123.45"}, "synonyms": {"lines": "hers\nand hers"},
    "problems": {}, "alternatives": {"other_1": "", "why_1": ""},
}  # fmt: skip


@pytest.mark.parametrize("name", ["name", "fact", "option", "cost", "synonyms"])
def test_a_part_is_saved_and_written_down(parts, edith, signed_in, name):
    client = signed_in(edith)
    sent = form_of(client.get(parts[name])) | CHANGES[name]
    response = client.post(parts[name], sent)
    assert response.status_code == 302, response.content.decode()[:3000]
    step = Step.objects.get()
    assert step.by == edith and len(step.lines) >= 1
    history = client.get(url("history")).content.decode()
    assert "Edited</strong> by Edith Editor" in history


@pytest.mark.parametrize("name", ["name", "fact", "option", "cost", "synonyms"])
def test_two_editors_on_one_part_the_second_sees_both(parts, edith, edgar, signed_in, name):
    hers, his = signed_in(edith), signed_in(edgar)
    field, text = next(iter(CHANGES[name].items()))
    opened = form_of(his.get(parts[name]))
    assert hers.post(parts[name], form_of(hers.get(parts[name])) | CHANGES[name]).status_code == 302
    mine = {"letter": "X", "low": "99.50"}.get(field, "Edgar's words")
    page = his.post(parts[name], opened | {field: mine})
    words = BeautifulSoup(page.content, "html.parser").get_text()
    assert page.status_code == 200 and "Saved by somebody else meanwhile" in words
    assert text.split("\n")[0] in words
    again = form_of(page)
    assert again[field] == mine, "what he typed is lost"
    assert his.post(parts[name], again).status_code == 302
    assert Step.objects.filter(by=edgar).count() == 1


def test_problems_and_alternatives_are_saved(parts, zebra, edith, signed_in):
    client = signed_in(edith)
    sent = form_of(client.get(parts["problems"]))
    helped = next(name for name in sent if name.startswith("helps_") and sent[name] == "")
    sent |= {helped: "no", helped.replace("helps", "why"): "It slows nobody."}
    assert client.post(parts["problems"], sent).status_code == 302
    assert zebra.fits.get(helps=False).why == "It slows nobody."
    other = Scheme.objects.get(ref="XR")
    sent = form_of(client.get(parts["alternatives"])) | {"other_1": other.pk, "why_1": "Cheaper"}
    assert client.post(parts["alternatives"], sent).status_code == 302
    assert zebra.alternatives.get() == other


def test_what_cannot_be_is_said_beside_the_field_and_nothing_is_lost(parts, edith, signed_in):
    client = signed_in(edith)
    sent = form_of(client.get(parts["cost"])) | {"low": "9", "high": "8", "basis": "source"}
    page = client.post(parts["cost"], sent | {"source": ""}).content.decode()
    assert "The lower figure must not be above the higher one" in page
    assert "Enter the source it was read in" in page and 'value="9"' in page
    page = client.post(parts["cost"], sent | {"low": "lots"}).content.decode()
    assert 'value="lots"' in page and not Step.objects.exists()


def test_a_reason_is_never_dropped_with_what_it_is_for(parts, zebra, edith, signed_in):
    client, other = signed_in(edith), Scheme.objects.get(ref="XR")
    sent = form_of(client.get(parts["problems"]))
    empty = next(name for name in sent if name.startswith("helps_") and sent[name] == "")
    why = empty.replace("helps", "why")
    page = client.post(parts["problems"], sent | {why: "It slows nobody."})
    assert page.context["form"].errors.keys() == {empty} and b"It slows nobody." in page.content
    sent = form_of(client.get(parts["alternatives"])) | {"why_1": "Cheaper"}
    page = client.post(parts["alternatives"], sent)
    assert page.context["form"].errors.keys() == {"other_1"} and b"Cheaper" in page.content
    twice = sent | {"other_1": other.pk, "other_2": other.pk}
    page = client.post(parts["alternatives"], twice)
    assert page.context["form"].errors.keys() == {"other_2"} and not Step.objects.exists()


def picture_file() -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (400, 300), "white").save(out, "PNG")
    out.seek(0)
    out.name = "zebra.png"
    return out


def test_a_picture_needs_words_and_is_made_afresh(zebra, edith, signed_in, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client = signed_in(edith)
    page = client.post(url("picture_add"), {"upload": picture_file(), "credit": "The county"})
    assert "Enter what the picture shows" in page.content.decode()
    assert not Picture.objects.exists()
    words = {"alt": "A zebra at Billesdon", "credit": "The county"}
    sent = {"upload": picture_file(), **words}
    assert client.post(url("picture_add"), sent).status_code == 302
    row = Picture.objects.get()
    assert (row.width, row.height) == (400, 300) and Path(row.image.path).read_bytes()[
        :2
    ] == b"\xff\xd8"
    broken = io.BytesIO(b"GIF89a nothing")
    broken.name = "x.jpg"
    page = client.post(url("picture_add"), {"upload": broken, **words}).content.decode()
    assert "We cannot read this picture" in page and 'value="The county"' in page
    assert client.post(url("picture", row.pk), {"remove": "yes"}).status_code == 302
    assert client.get(url("picture", row.pk)).status_code == 404


def test_from_draft_to_the_public_and_back_through_the_pages(zebra, edith, edgar, signed_in):
    hers, his = signed_in(edith), signed_in(edgar)
    assert hers.post(url("review"), form_of(hers.get(url("review")))).status_code == 302
    page = hers.get(url("review"))
    assert "somebody else must publish it" in page.content.decode()
    refused = hers.post(url("review"), form_of(page)).content.decode()
    assert "Somebody else must publish it" in refused and not Version.objects.exists()
    assert his.post(url("review"), form_of(his.get(url("review")))).status_code == 302
    assert Version.objects.get().published_by == edgar
    withdrawn = {"do": "withdraw", "why": "Not built any more"}
    assert his.post(url("review"), withdrawn).status_code == 302
    assert Scheme.objects.get(ref="XZ").state == "withdrawn"


def test_many_are_sent_and_published_at_once(catalogue_loaded, edith, edgar, signed_in):
    refs = list(Scheme.objects.values_list("ref", flat=True))
    desk = reverse("scheme_desk")
    hers, his = signed_in(edith), signed_in(edgar)
    assert b"Send those ticked" in hers.get(desk + "?state=draft").content
    hers.post(desk, {"do": "send", "ref": refs})
    own = hers.post(desk, {"do": "publish", "ref": refs[:2]}, follow=True).content.decode()
    assert "Somebody else must publish it" in own and not Version.objects.exists()
    ticks = ticks_in(his.get(desk + "?state=review"))
    assert his.post(desk, {"do": "publish", "ref": refs[:3]}) and not Version.objects.exists()
    his.post(desk, {"do": "publish", "ref": ticks[:3]})
    assert Version.objects.live().count() == 3


def ticks_in(page) -> list[str]:
    boxes = BeautifulSoup(page.content, "html.parser").select("input[name=ref]")
    return [box["value"] for box in boxes]


def test_what_was_changed_since_the_list_was_drawn_is_not_published(
    zebra, edith, edgar, signed_in, now
):
    workflows.send_for_review(scheme=zebra, at=now, by=edith)
    his, desk = signed_in(edgar), reverse("scheme_desk")
    ticks = ticks_in(his.get(desk + "?state=review"))
    CostLine.objects.filter(option__scheme=zebra).update(low=1)
    page = his.post(desk, {"do": "publish", "ref": ticks}, follow=True).content.decode()
    assert "changed after you opened the page" in page and not Version.objects.exists()


def test_the_desk_takes_the_same_queries_for_one_and_for_many(
    catalogue_loaded, publish, edith, signed_in, django_assert_num_queries
):
    client, desk = signed_in(edith), reverse("scheme_desk")
    publish("XZ")
    for state in ("published", "draft"):
        with django_assert_num_queries(4):
            assert client.get(f"{desk}?state={state}").status_code == 200


def test_p09_an_overdue_review_stands_on_the_desk(
    zebra, publish, edith, adam, signed_in, stopped_clock, now
):
    publish("XZ")
    assert b"Reviews overdue" not in signed_in(edith).get(reverse("scheme_desk")).content
    stopped_clock.move_to(now.replace(year=2028))
    page = signed_in(edith).get(reverse("scheme_desk")).content
    assert b"Reviews overdue: 1" in page
    assert b"Reviews of schemes overdue: 1" in signed_in(adam).get("/admin/").content


def test_engineers_sign_on_their_page(zebra, ernest, edith, signed_in):
    client = signed_in(ernest)
    page = client.get(url("sign_off"))
    boxes = BeautifulSoup(page.content, "html.parser").select("input[name=marks]")
    marks = [box["value"] for box in boxes]
    assert len(marks) == zebra.facts.count() + zebra.fits.count() + 6
    assert "£30000 to 40000" in page.content.decode()
    assert client.post(url("sign_off"), {"do": "sign", "marks": marks}).status_code == 302
    assert not CostLine.objects.filter(option__scheme=zebra, signed_at=None).exists()
    assert "Ernest Engineer" in signed_in(edith).get(url("sign_off")).content.decode()
    assert client.get(url("fact", "upkeep")).status_code == 404
