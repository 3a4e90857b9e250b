"""A file of bank holidays: read strictly, compared with what is loaded, refused in plain words."""

import json
from datetime import date

import pytest

from enquiries.deadlines import changes, published
from enquiries.deadlines.models import BankHoliday
from enquiries.deadlines.published import BadFile
from portal.reference.load import DATA

TODAY = date(2026, 11, 18)
CSV = "date,nation,title\n"
GOOD = {"title": "Christmas Day", "date": "2026-12-25", "notes": "", "bunting": True}


def as_json(*events, nation="england-and-wales") -> bytes:
    return json.dumps({nation: {"division": nation, "events": events}}).encode()


def test_the_published_json_is_read_with_its_curly_apostrophes_straightened():
    new_year = {"title": "New Year’s  Day", "date": "2026-01-01", "notes": "", "bunting": True}
    rows = published.read(as_json(GOOD, new_year))
    assert [(row.date, row.nation, row.title) for row in rows] == [
        (date(2026, 1, 1), "england-and-wales", "New Year's Day"),
        (date(2026, 12, 25), "england-and-wales", "Christmas Day"),
    ]


def test_our_own_csv_is_read_whole():
    assert len(published.read((DATA / "bank_holidays.csv").read_bytes())) == 280


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"x" * (1024 * 1024 + 1), "larger than 1 MB"),
        (b"date,nation,title\n2026-12-25,engl\xff,X", "Line 2: not UTF-8"),
        (b"date,nation,title\n2026-12-25,england-and-wales,X\0", "Line 2: a NUL"),
        (b"{}", "no holidays"),
        (CSV.encode(), "no holidays"),
        (b"[]", "must name each nation"),
        (b'{"england-and-wales": {\n"events": [}', "Line 2: not well-formed JSON"),
        (b"[" * 100_000, "not well-formed JSON"),
        (b'{"wales": {"events": []}}', "“wales” is not a nation"),
        (b'{"scotland": {"events": []}, "scotland": {"events": []}}', "“scotland” is there twice"),
        (b'{"\\ud800": {"events": []}}', "“\\?” is not a nation"),
        (b'{"scotland": []}', "scotland: there is no list of events"),
        (b'{"scotland": {"events": {}}}', "scotland: there is no list of events"),
        (b'{"scotland": {"events": ["x"]}}', "scotland, entry 1: not an event"),
        (as_json(GOOD, {"title": "X"}), "entry 2: “None” is not a date"),
        (as_json(GOOD, {**GOOD, "date": "2026-02-30"}), "entry 2: “2026-02-30” is not a date"),
        (as_json({**GOOD, "date": "2026-W01-1"}), "entry 1: “2026-W01-1” is not a date"),
        (as_json({**GOOD, "date": 20261225}), "entry 1: “20261225” is not a date"),
        (as_json({**GOOD, "date": "0001-01-01"}), "entry 1: 1 is not a year"),
        (as_json({**GOOD, "title": ""}), "entry 1: the title"),
        (as_json({**GOOD, "title": 7}), "entry 1: the title"),
        (as_json({**GOOD, "title": "x" * 101}), "entry 1: the title"),
        (as_json({**GOOD, "title": "A\u202eB"}), "entry 1: the title"),
        (as_json(GOOD, GOOD), "entry 2: 25 December 2026 is already there"),
        (b"date,title\n2026-12-25,X", "Line 1: there must be one column named “nation”"),
        (f"{CSV}2026-12-25,england-and-wales".encode(), "Line 2: 2 fields where 3"),
        (f"{CSV}2026-12-25,wales,X".encode(), "Line 2: “wales” is not a nation"),
        (f"{CSV}25/12/2026,scotland,X".encode(), "Line 2: “25/12/2026” is not a date"),
        (f'{CSV}\n2026-12-25,scotland,"X'.encode(), "Line 3: not well-formed CSV"),
        (f"{CSV}2026-12-25,scotland,X\n2026-12-25,scotland,Y".encode(), "Line 3: 25 December"),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_with_where_and_why(content, says):
    with pytest.raises(BadFile, match=says):
        published.read(content)


@pytest.fixture
def rows(holiday_rows) -> list[published.Published]:
    """What is loaded by `holidays`, as a file would say it."""
    return [
        published.Published(r["date"], published.Nation(r["nation"]), r["title"], f"Line {n}")
        for n, r in enumerate(holiday_rows, start=2)
    ]


def without(rows, day: date):
    return [row for row in rows if row.date != day]


def test_a_file_that_says_what_is_loaded_changes_nothing(holidays, rows):
    found = changes.changes(rows, today=TODAY)
    assert not found and found.unchanged == len(rows)


def test_years_and_nations_outside_the_file_stay(holidays, rows):
    BankHoliday.objects.create(nation="scotland", date=date(2026, 11, 30), title="St Andrew's Day")
    one_year = [row for row in rows if row.date.year == 2027]
    assert not changes.changes(one_year, today=TODAY)


def test_what_is_added_renamed_and_removed_is_listed(holidays, rows):
    may = next(row for row in rows if row.date == date(2027, 5, 31))
    moved = [*without(rows, may.date), may._replace(date=date(2027, 6, 1))]
    moved = [
        row._replace(title="Christmas") if row.date == date(2027, 12, 27) else row for row in moved
    ]
    assert [line.split(":")[0] for line in changes.changes(moved, today=TODAY).lines()] == [
        "Added", "Renamed", "Removed",
    ]  # fmt: skip


def test_a_past_holiday_is_neither_removed_nor_renamed(holidays, rows):
    past = date(2026, 8, 31)
    with pytest.raises(BadFile, match="leaves out a past holiday, Summer bank holiday, 31 August"):
        changes.changes(without(rows, past), today=TODAY)
    renamed = [row._replace(title="X") if row.date == past else row for row in rows]
    with pytest.raises(BadFile, match=r"Line \d+: renames a past holiday"):
        changes.changes(renamed, today=TODAY)


def test_half_a_year_would_hide_the_end_of_the_calendar(holidays, rows):
    early = rows[0]._replace(date=date(2029, 1, 1), where="Line 99")
    with pytest.raises(BadFile, match="England and Wales, 2029: only 1"):
        changes.changes([*rows, early], today=TODAY)
