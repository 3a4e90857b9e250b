"""O27: the list as a file, short ones at once, long ones by a worker with a link that expires."""

import csv
import io
import re
import uuid
import zipfile
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from enquiries import exports, workflows
from enquiries.models import Enquiry, Export
from enquiries.permissions import Refused
from enquiries.workflows import exports as making

pytestmark = pytest.mark.django_db
LIST, EXPORT = "/officer/enquiries/", "/officer/export/"


@pytest.fixture
def desk(signed_in, oscar, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return signed_in(oscar)


def soup(response) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def body(response) -> bytes:
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def read_csv(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def read_xlsx(content: bytes) -> list[list[str]]:
    """The cells of the only sheet; a formula anywhere fails."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    assert not list(sheet.iter(f"{space}f"))
    return [
        ["".join(text.text or "" for text in cell.iter(f"{space}t")) for cell in row]
        for row in sheet.iter(f"{space}row")
    ]


READERS = {"csv": read_csv, "xlsx": read_xlsx}


@pytest.fixture
def long(monkeypatch):
    """Three enquiries are a long list."""
    for module in ("enquiries.querysets", "enquiries.views.exports"):
        monkeypatch.setattr(f"{module}.MOST_COUNTED", 2)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_o27_the_file_has_as_many_rows_as_the_heading_says(desk, log, form, now, oscar):
    for number in range(4):
        enquiry = log(road=f"{number} Main Street")
        if number == 0:
            workflows.claim(enquiry=enquiry, at=now, by=oscar)
    page = soup(desk.get(LIST, {"owner": "unassigned"}))
    url = page.find("a", string={"csv": "CSV", "xlsx": "Excel"}[form])["href"]
    heading, *rows = READERS[form](body(desk.get(url)))
    assert heading == exports.HEADING
    assert page.h1.get_text() == f"Enquiries ({len(rows)})"
    shown = [link.get_text() for link in page.select("tbody th a")]
    assert [row[0] for row in rows] == shown


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_o27_no_cell_is_a_formula_and_odd_letters_stay(desk, log, form):
    log(road="=1+1", description="£5 café\n@SUM(A1)", spot="+44")
    heading, row = READERS[form](body(desk.get(EXPORT, {"form": form})))
    cells = dict(zip(heading, row, strict=True))
    assert cells["road"] == "'=1+1" and cells["spot"] == "'+44"
    assert cells["description"] == "£5 café\n@SUM(A1)"


def test_o27_nobodys_address_or_telephone_is_in_it(desk, enquiry, alice):
    type(alice).objects.filter(pk=alice.pk).update(phone="01234 567890")
    text = body(desk.get(EXPORT, {"form": "csv"})).decode()
    assert "01234" not in text and alice.email not in text and alice.name not in text


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_o27_a_list_is_read_in_blocks_and_holds_every_row_once(desk, log, form, monkeypatch):
    monkeypatch.setattr(exports, "BLOCK", 2)
    logged = [log().reference for _ in range(5)]
    _, *rows = READERS[form](body(desk.get(EXPORT, {"form": form})))
    assert [row[0] for row in rows] == logged


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_o27_a_long_list_is_made_by_a_worker_and_fetched(desk, log, form, long, now):
    logged = [log().reference for _ in range(3)]
    url = f"{EXPORT}?form={form}&list=owner%3Dunassigned"
    assert "more than 2 enquiries" in soup(desk.get(url)).main.get_text()
    assert not Export.objects.exists()
    response = desk.post(url, follow=True)
    assert "Your file is being made" in soup(response).h1.get_text()
    assert "waits for its turn" in soup(response).main.get_text()
    progress = response.redirect_chain[0][0].partition("?")[0]
    assert desk.get(f"{progress}file/").status_code == 404
    assert workflows.write_exports(clock=lambda: now) == 1
    page = soup(desk.get(progress))
    link = page.find("a", string=re.compile("Download 3 enquiries"))["href"]
    _, *rows = READERS[form](body(desk.get(link)))
    assert [row[0] for row in rows] == logged
    assert workflows.write_exports(clock=lambda: now) == 0
    again = soup(desk.get(url)).find("a", href=progress)
    assert again.parent.get_text().strip().endswith("ready")


def asked(by, now, **changes) -> Export:
    words = {"query": "", "form": "csv", "at": now, "by": by}
    return workflows.ask_export(**words | changes)


def test_o27_the_link_expires_and_the_file_is_deleted(
    desk, enquiry, oscar, now, stopped_clock, signed_in
):
    export = asked(oscar, now)
    workflows.write_exports(clock=lambda: now)
    export.refresh_from_db()
    assert desk.get(f"{EXPORT}{export.token}/file/").status_code == 200
    end = now + making.KEPT
    assert workflows.sweep_exports(now=end - timedelta(seconds=1)) == 0
    stopped_clock.move_to(end)
    desk = signed_in(oscar)
    assert desk.get(f"{EXPORT}{export.token}/file/").status_code == 404
    page = soup(desk.get(f"{EXPORT}{export.token}/"))
    assert "has expired" in page.h1.get_text() and page.title.get_text().startswith(page.h1.text)
    assert workflows.sweep_exports(now=end) == 1
    assert not export.file.storage.exists(export.file.name)
    assert not Export.objects.exists()


def test_o27_a_file_is_for_who_asked_for_it(signed_in, desk, enquiry, oscar, maya, now):
    export = asked(oscar, now)
    workflows.write_exports(clock=lambda: now)
    client = signed_in(maya)
    for path in ("", "file/"):
        assert client.get(f"{EXPORT}{export.token}/{path}").status_code == 404


def test_o27_a_worker_that_died_leaves_the_file_to_the_next(desk, log, oscar, now, monkeypatch):
    for _ in range(2):
        log()
    export = asked(oscar, now)

    def die(rows, into):
        next(iter(rows))
        raise KeyboardInterrupt

    monkeypatch.setitem(making.WRITERS, "csv", die)
    with pytest.raises(KeyboardInterrupt):
        workflows.write_exports(clock=lambda: now)
    monkeypatch.undo()
    assert making.claim_export(at=now + timedelta(minutes=4)) is None
    assert workflows.write_exports(clock=lambda: now + making.LEASE * 2) == 1
    export.refresh_from_db()
    assert export.rows == 2 and export.written_at


def test_o27_a_long_one_says_how_far_it_is_and_keeps_its_claim(log, oscar, now, monkeypatch, desk):
    monkeypatch.setattr(making, "NOTED_EVERY", 2)
    for _ in range(3):
        log()
    export = asked(oscar, now)
    making.claim_export(at=now)
    later = now + timedelta(minutes=3)
    rows = making.noted(iter([[], [], []]), export, lambda: later)
    next(rows), next(rows), next(rows)
    kept = Export.objects.get()
    assert (kept.rows, kept.claimed_until) == (2, later + making.LEASE)


def test_o27_not_too_many_at_once(oscar, enquiry, now):
    for _ in range(making.MOST_AT_ONCE):
        asked(oscar, now)
    with pytest.raises(Refused, match="Wait for one of them"):
        asked(oscar, now)


def test_o27_an_unknown_form_or_file_is_not_found(desk, enquiry):
    assert desk.get(EXPORT, {"form": "pdf"}).status_code == 404
    assert desk.get(f"{EXPORT}{uuid.uuid4()}/").status_code == 404
    assert Enquiry.objects.count() == 1


def test_o27_clerks_have_no_export(signed_in, alice, enquiry):
    assert signed_in(alice).get(EXPORT, {"form": "csv"}).status_code == 404
    with pytest.raises(Refused):
        workflows.ask_export(query="", form="csv", at=enquiry.received_at, by=alice)
