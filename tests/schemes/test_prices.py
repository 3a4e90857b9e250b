"""Prices from a file, their age, and what an index makes of them."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from schemes import workflows
from schemes.models import Authority, CostLine, Option, PriceIndex, Setting, Step
from schemes.permissions import Stale
from schemes.price_file import BadFile, read
from schemes.prices import Age, adjusted
from schemes.readings import adjusted_line, ages, index_rows, prices_are_being_checked
from schemes.snapshots import take
from schemes.workflows import price_file as applying
from schemes.workflows.edit import SAME_NAME, put
from schemes.workflows.price_file import changes_in

pytestmark = pytest.mark.django_db

HEAD = (
    "scheme_ref,option,cost_authority,cost_low_gbp,cost_high_gbp,cost_qualifier,cost_unit,"
    "cost_year,cost_source"
)
LCC = "Leicestershire CC (A roads to Zebras)"
TWIN = "This option has a price of theirs already. Change that one."
OPTION = "zebra with high-friction surfacing and associated lighting"


def line(ref="XZ", option=OPTION, authority=LCC, low="32000", high="45000", year="2026") -> str:
    return f"{ref},{option},{authority},{low},{high},approx,each,{year},the council's page"


def file_of(*lines: str, head: str = HEAD) -> bytes:
    return "\n".join([head, *lines]).encode()


FAULTS = [
    ("text in a number", [line(low="about 30k")], "line 2, column cost_low_gbp: "),
    ("low above high", [line(low="9", high="8")], "line 2, column cost_low_gbp: “9” is above “8”"),
    ("below nothing", [line(low="-1")], "line 2, column cost_low_gbp: “-1” is below nothing"),
    ("high alone", [line(low="")], "line 2, column cost_low_gbp: there is a high figure and no"),
    ("unknown scheme", [line(ref="ZZ")], "line 2, column scheme_ref: “ZZ” is not a scheme here"),
    ("unknown option", [line(option="x")], "line 2, column option: “x” is not an option"),
    ("unknown authority", [line(authority="Mars")], "line 2, column cost_authority: “Mars” is not"),
    (
        "a duplicate",
        [line(), line()],
        "line 3, column scheme_ref: this option and authority stand",
    ),
    (
        "too few fields",
        ["XZ,zebra"],
        "line 2, column cost_authority: 2 fields where 9",
    ),
    ("nan", [line(low="nan", high="nan")], "line 2, column cost_low_gbp: "),
    ("no end", [line(low="9" * 30)], "line 2, column cost_low_gbp: "),
    ("NUL", [line(option="a\0b")], "line 1: not UTF-8 text"),
    ("an open quote", ['XZ,"zebra'], "line 2: not well-formed CSV"),
]


@pytest.mark.parametrize("name, lines, said", FAULTS, ids=[fault[0] for fault in FAULTS])
def test_what_is_wrong_is_named_by_line_and_column(catalogue_loaded, name, lines, said):
    with pytest.raises(BadFile) as bad:
        read(file_of(*lines))
    assert bad.value.faults[0].startswith(f"Price file, {said}")


ENCODINGS = {
    "UTF-16": file_of(line()).decode().encode("utf-16"),
    "Windows-1252": file_of(line(), line(ref="XP", option="£")).decode().encode("cp1252"),
    "empty": b"",
    "no columns": b"a,b\n1,2",
    "too large": b"x" * (1024 * 1024 + 1),
}


@pytest.mark.parametrize("name", ENCODINGS)
def test_another_encoding_or_no_file_at_all_is_told(catalogue_loaded, name):
    with pytest.raises(BadFile):
        read(ENCODINGS[name])


def test_lines_that_say_nothing_are_passed_over(catalogue_loaded):
    assert len(read(file_of(line(), "", ",,,,,,,,", f"XA,standard installation{',' * 7}"))) == 1


def test_every_fault_is_told_at_once(catalogue_loaded):
    with pytest.raises(BadFile) as bad:
        read(file_of(line(low="x"), line(ref="ZZ"), line(ref="YY")))
    assert len(bad.value.faults) == 3


def test_a_good_file_says_what_changes_and_changes_it(zebra, edith, now):
    content = file_of(line())
    seen = changes_in(read(content))
    assert seen[0] == f"XZ, {OPTION}, {LCC}: cost_low_gbp from “30000” to “32000”"
    assert CostLine.objects.get(option__name=OPTION).low == 30000
    assert workflows.apply_prices(content=content, seen=seen, at=now, by=edith) == 1
    price = CostLine.objects.get(option__name=OPTION)
    assert (price.low, price.high, price.price_year) == (32000, 45000, 2026)
    assert Step.objects.get().what == "priced"


def test_nothing_is_half_applied(zebra, edith, now):
    content = file_of(line(), line(ref="ZZ"))
    with pytest.raises(BadFile):
        workflows.apply_prices(content=content, seen=[], at=now, by=edith)
    assert CostLine.objects.get(option__name=OPTION).low == 30000 and not Step.objects.exists()


def test_a_crash_at_the_second_scheme_leaves_the_first_as_it_was(zebra, edith, now, monkeypatch):
    content = file_of(line(), line(ref="XR", option="refuge with carriageway widening"))
    seen, done = changes_in(read(content)), []

    def crash(row, words):
        done.append(put(row, words))
        if len(done) == 2:
            raise RuntimeError("The power is gone.")

    monkeypatch.setattr(applying, "put", crash)
    with pytest.raises(RuntimeError):
        workflows.apply_prices(content=content, seen=seen, at=now, by=edith)
    assert len(done) == 2 and not Step.objects.exists()
    assert CostLine.objects.get(option__name=OPTION).low == 30000


def test_a_file_that_would_change_something_else_by_now_is_shown_again(zebra, edith, now):
    content = file_of(line())
    seen = changes_in(read(content))
    CostLine.objects.filter(option__name=OPTION).update(low=31000)
    with pytest.raises(Stale):
        workflows.apply_prices(content=content, seen=seen, at=now, by=edith)


@pytest.mark.parametrize("authority, role", [(LCC, "ours"), ("Essex CC", "other")])
def test_what_no_column_holds_stays_as_the_editor_said_it(zebra, edith, now, authority, role):
    option = zebra.options.first()
    by = Authority.objects.get_or_create(name=authority, defaults={"role": role})[0]
    option.costs.exclude(authority=by).delete()
    wanted = {"vat": "plus", "basis": "general", "qualifier": "", "source": ""}
    CostLine.objects.update_or_create(option=option, authority=by, defaults=wanted | {"low": 1})
    content = file_of(f"XZ,{option.name},{authority},2,,,,,")
    seen = changes_in(read(content))
    assert workflows.apply_prices(content=content, seen=seen, at=now, by=edith) == 1
    price = option.costs.get(authority=by)
    assert (price.low, price.vat, price.basis) == (2, "plus", "general")
    assert not [line for line in seen if "VAT" in line or "comes from" in line]


def test_what_a_changed_cell_brings_with_it_is_told(zebra, edith, now):
    content = file_of(f"XZ,{OPTION},{LCC},30000,,approx plus VAT,each,2026,")
    seen = changes_in(read(content))
    assert [line.split(": ")[1] for line in seen][-2:] == [
        "VAT from “The source does not say” to “VAT comes on top”",
        "where it comes from from “Read in a source” to “The council's own knowledge”",
    ]
    workflows.apply_prices(content=content, seen=seen, at=now, by=edith)
    price = CostLine.objects.get(option__name=OPTION)
    assert (price.vat, price.basis, price.source) == ("plus", "council", "")
    seen = changes_in(read(file_of(line())))
    assert seen[-1].endswith("from “The council's own knowledge” to “Read in a source”")


def test_a_file_holds_the_schemes_before_it_reads_their_prices(zebra, edith, now):
    """Two clicks, or an editor between reading and writing, would write over or write twice."""
    seen = changes_in(read(content := file_of(line())))
    with CaptureQueriesContext(connection) as asked:
        workflows.apply_prices(content=content, seen=seen, at=now, by=edith)
    said = [query["sql"] for query in asked.captured_queries]
    held = next(n for n, sql in enumerate(said) if "FOR UPDATE" in sql)
    assert held < next(n for n, sql in enumerate(said) if "schemes_costline" in sql)
    assert said[held].endswith('ORDER BY 1 ASC FOR UPDATE OF "schemes_scheme"')


def test_an_option_has_a_name_of_its_own(zebra, edith, signed_in):
    """Else a price file could not tell two of them apart, and the round trip would lose one."""
    named = Option.objects.get(name=OPTION)
    other = Option.objects.create(scheme=named.scheme, name="With beacons", order=9)
    client, address = signed_in(edith), reverse("scheme_option", args=["XZ", other.pk])
    mark = client.get(address).context["form"]["seen"].value()
    for where in (address, reverse("scheme_option_add", args=["XZ"])):
        seen = client.get(where).context["form"]["seen"].value()
        page = client.post(where, {"name": OPTION, "seen": seen})
        assert page.context["form"].errors == {"name": [SAME_NAME]}
    assert client.post(address, {"name": other.name, "seen": mark}).status_code == 302
    Option.objects.filter(pk=named.pk).update(is_dropped=True)
    assert client.post(address, {"name": OPTION, "seen": mark}).status_code == 302


def test_an_option_has_one_price_by_each(zebra, edith, signed_in):
    price = CostLine.objects.get(option__name=OPTION)
    address = reverse("scheme_cost_add", args=["XZ", price.option_id])
    typed = {"authority": price.authority_id, "low": "5", "basis": "council", "seen": ""}
    client = signed_in(edith)
    mark = client.get(address).context["form"]["seen"].value()
    page = client.post(address, typed | {"seen": mark})
    assert page.context["form"].errors == {"authority": [TWIN]}
    other = Authority.objects.exclude(costs__option=price.option_id).first()
    typed |= {"seen": mark, "authority": other.pk}
    assert client.post(address, typed).status_code == 302
    assert price.option.costs.get(authority=other).low == 5
    with pytest.raises(IntegrityError, match="one_price_of_an_option_by_each"):
        CostLine.objects.create(option=price.option, authority=price.authority)


def test_what_the_site_gives_out_it_takes_back_without_a_difference(
    catalogue_loaded, edith, signed_in
):
    client = signed_in(edith)
    content = client.get(reverse("scheme_prices_csv")).content
    assert changes_in(read(content)) == []
    cells = [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row]
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@")]


def upload(client, content: bytes):
    file = io.BytesIO(content)
    file.name = "prices.csv"
    return client.post(reverse("scheme_prices"), {"upload": file})


def test_an_editor_checks_a_file_and_then_applies_it(zebra, edith, edgar, signed_in):
    client = signed_in(edith)
    page = upload(client, file_of(line()))
    assert "32000" in page.content.decode() and not Step.objects.exists()
    kept = page.context["kept"]
    other = signed_in(edgar).post(reverse("scheme_prices"), {"kept": kept})
    assert "Choose it again" in other.content.decode() and not Step.objects.exists()
    assert client.post(reverse("scheme_prices"), {"kept": kept}).status_code == 302
    assert CostLine.objects.get(option__name=OPTION).low == 32000


def test_a_bad_file_on_the_page_names_line_and_column(zebra, edith, signed_in):
    page = upload(signed_in(edith), file_of(line(low="x"), line(ref="ZZ"))).content.decode()
    assert "line 2, column cost_low_gbp" in page and "line 3, column scheme_ref" in page
    assert "Nothing was changed" in page


def test_p04_old_and_undated_prices_are_being_checked(zebra):
    setting, on = Setting(), date(2026, 11, 18)
    assert ages(take(zebra), on=on, setting=setting) == {Age.UNDATED}
    CostLine.objects.filter(option__name=OPTION).update(price_year=2024)
    zebra = type(zebra).objects.whole().get(pk=zebra.pk)
    assert not prices_are_being_checked(take(zebra), on=on, setting=setting)
    assert prices_are_being_checked(take(zebra), on=date(2027, 1, 1), setting=setting)


def test_p04_no_index_no_adjusted_range_and_one_that_is_labelled(zebra):
    old = {"price_year": 2017, "low": "1000", "high": "2000"}
    setting, on = Setting(), date(2026, 11, 18)
    assert adjusted_line(old, on=on, setting=setting, index=index_rows()) is None
    for year, value in ((2017, 100), (2026, 150)):
        PriceIndex.objects.create(name="An index", year=year, value=value, source="A publisher")
    found = adjusted_line(old, on=on, setting=setting, index=index_rows())
    assert (found.low, found.high, found.index) == (1500, 3000, "An index")
    new = old | {"price_year": 2025}
    assert adjusted_line(new, on=on, setting=setting, index=index_rows()) is None


def test_a_year_that_the_index_does_not_know_is_not_guessed():
    index = [{"year": 2020, "value": Decimal(1), "name": "x", "source": "y"}]
    assert adjusted(Decimal(1), None, year=2019, index=index) is None
    assert adjusted(Decimal(1), None, year=2020, index=index) is None
