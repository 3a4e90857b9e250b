"""Reference data: real, loaded once, safe to load again, and strict about what it reads."""

import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from enquiries.deadlines.models import BankHoliday, Standard
from enquiries.models import Body, Kind, KindGroup, Outcome, Reason
from govuk.rows import BadRow
from parishes.models import Council, District, Division, Parish
from portal.reference.load import DATA, load

pytestmark = pytest.mark.django_db
TABLES = [
    District,
    Division,
    Parish,
    Council,
    BankHoliday,
    KindGroup,
    Kind,
    Standard,
    Body,
    Outcome,
    Reason,
]


def counts() -> list[int]:
    return [table.objects.count() for table in TABLES]


def test_the_real_county_is_loaded():
    load()
    assert District.objects.count() == 7
    assert Division.objects.count() == 53
    assert Parish.objects.filter(is_parished=True).count() == 232
    assert Parish.objects.filter(is_parished=False).count() == 6
    assert KindGroup.objects.count() == 18
    assert Kind.objects.count() == 73
    assert Standard.objects.filter(version=1, confirmed_at=None).count() == 73
    assert BankHoliday.objects.values("nation").distinct().count() == 3


def test_a_second_load_changes_nothing():
    load()
    before = counts()
    report = load()
    assert report.lines == []
    assert counts() == before


def test_parishes_that_share_a_council_have_one():
    load()
    council = Council.objects.get(parishes__name="Cotes")
    names = set(council.parishes.values_list("name", flat=True))
    assert names == {"Burton on the Wolds", "Cotes", "Prestwold"}
    assert Council.objects.count() == 230


def test_an_unknown_kind_of_council_stays_blank():
    load()
    council = Council.objects.get(parishes__name="Billesdon")
    assert (council.name, council.kind) == ("Billesdon", "")
    assert Council.objects.get(parishes__name="Aston Flamville").name.endswith("Parish Meeting")
    assert not Council.objects.filter(parishes__is_parished=False).exists()


def test_no_contact_is_invented():
    load()
    assert set(Body.objects.exclude(contact="").values_list("contact", flat=True)) == {"101"}


def test_a_refusal_needs_a_reason():
    load()
    refusals = Outcome.objects.filter(is_refusal=True)
    assert refusals.exists()
    assert not refusals.filter(needs_reason=False).exists()
    assert set(Outcome.objects.values_list("leads_to", flat=True)) == {
        "answered",
        "planned",
        "passed_on",
        "withdrawn",
    }


def test_a_dry_run_says_what_it_would_do_and_writes_nothing(capsys):
    call_command("load_reference", dry_run=True)
    told = capsys.readouterr().out
    assert "new parish: Billesdon" in told
    assert "parish: 238 new, 0 changed, 0 unchanged" in told
    assert "nothing was written" in told
    assert counts() == [0] * len(TABLES)


def test_an_administrators_wording_is_kept():
    load()
    Kind.objects.filter(code="SP1").update(name="Cars going too fast", priority="P2")
    Council.objects.filter(name="Billesdon").update(name="Billesdon Parish Council")
    Outcome.objects.filter(code="advice").update(wording="Here is our advice")
    Standard.objects.filter(kind__code="SP1").update(answer_days=15)
    report = load()
    assert report.lines == []
    assert Kind.objects.get(code="SP1").name == "Cars going too fast"
    assert Council.objects.filter(name="Billesdon Parish Council").count() == 1
    assert Outcome.objects.get(code="advice").wording == "Here is our advice"
    assert Standard.objects.get(kind__code="SP1").answer_days == 15


def test_an_official_name_is_brought_up_to_date_and_said():
    load()
    Parish.objects.filter(gss_code="E04005403").update(name="Bilesdon")
    report = load()
    assert report.lines == ["changed parish: Bilesdon: name from “Bilesdon” to “Billesdon”"]
    assert Parish.objects.get(gss_code="E04005403").name == "Billesdon"


def test_a_parish_is_followed_through_a_change_of_code():
    load()
    parish = Parish.objects.get(name="Fleckney")
    Parish.objects.filter(pk=parish.pk).update(gss_code=parish.gss_code_2019, gss_code_2019="")
    load()
    assert Parish.objects.get(name="Fleckney").pk == parish.pk
    assert Parish.objects.get(name="Fleckney").gss_code == "E04013142"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(DATA, tmp_path / "data")
    return tmp_path / "data"


def spoil(file: Path, line: int, old: bytes, new: bytes) -> None:
    lines = file.read_bytes().split(b"\n")
    assert old in lines[line - 1], lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(old, new, 1)
    file.write_bytes(b"\n".join(lines))


BAD_ROWS = [
    ("parishes.csv", 1, b"district_gss", b"district_code", "line 1, column district_gss: the col"),
    ("parishes.csv", 17, b"E07000129", b"E07999999", "line 17, column district_gss: “E07999999”"),
    ("parishes.csv", 3, b"Blaby,", b"B" * 151 + b",", "line 3, column name: Ensure this value has"),
    ("parishes.csv", 3, b"Blaby,", b"Bla\0by,", "line 3, column name: a NUL character"),
    ("parishes.csv", 3, b"Blaby,", b"Bl\xe4by,", "line 3, column name: not UTF-8"),
    ("parishes.csv", 3, b"Blaby,", b",", "line 3, column name: This field cannot be blank"),
    ("parishes.csv", 3, b"E04005342,", b"E04005341,", "line 3, column gss_code: “E04005341” is al"),
    ("parishes.csv", 3, b"parish council", b"cathedral", "line 3, column kind: Value 'cathedral'"),
    ("parishes.csv", 3, b"E58000836", b"E58", "line 3, column division_codes: “E58” is not known"),
    ("parishes.csv", 3, b"Blaby,", b"Blaby,,,", "line 3, column population_source and after: 20"),
    ("parishes.csv", 3, b"Blaby,,", b"Blaby,", "line 3, column population_source: 17 fields"),
    ("parishes.csv", 233, b"E04", b'"E04', "line 233: not well-formed CSV"),
    ("unparished_areas.csv", 2, b"E07000130", b"", "line 2, column district_gss: “” is not"),
    ("bank_holidays.csv", 5, b"2019-", b"2019-13-", "line 5, column date: “2019-13-01-02” value"),
    ("bank_holidays.csv", 5, b"scotland", b"wales", "line 5, column nation: Value 'wales'"),
    ("county_divisions.csv", 3, b"Melton", b"Rutland", "line 3, column districts: “Rutland” is n"),
    (
        "taxonomy.csv",
        2,
        b",1,10,",
        b",1,10-20,",
        "line 2, column proposed_full_reply_working_days: “10",
    ),
    ("taxonomy.csv", 2, b",P2,", b",P9,", "line 2, column priority_default: Value 'P9'"),
    (
        "bodies.csv",
        3,
        b"https://www.blaby.gov.uk/",
        b"blaby",
        "line 3, column website: Enter a val",
    ),
    (
        "outcomes.csv",
        4,
        b",yes,",
        b",perhaps,",
        "line 4, column needs_reason: “perhaps” is neither",
    ),
    ("outcomes.csv", 2, b"planned", b"planed", "line 2, column leads_to: Value 'planed' is not"),
    ("reasons.csv", 2, b"criteria", b"not a slug", "line 2, column code: Enter a valid “slug”"),
]


@pytest.mark.parametrize(("file", "line", "old", "new", "message"), BAD_ROWS)
def test_a_bad_row_is_named_and_nothing_is_written(folder, file, line, old, new, message):
    spoil(folder / file, line, old, new)
    with pytest.raises(BadRow) as caught:
        load(folder)
    assert str(caught.value).startswith(f"{file}, {message}")
    assert counts() == [0] * len(TABLES)


def test_a_missing_file_is_named(folder):
    (folder / "reasons.csv").unlink()
    with pytest.raises(CommandError, match=r"reasons\.csv.*cannot be read"):
        call_command("load_reference", folder=folder)


def test_the_command_names_the_bad_row(folder):
    spoil(folder / "parishes.csv", 17, b"E07000129", b"E07999999")
    with pytest.raises(CommandError, match=r"parishes\.csv, line 17, column district_gss"):
        call_command("load_reference", "--from", str(folder))
    assert counts() == [0] * len(TABLES)


def test_line_numbers_survive_a_cell_with_line_breaks(folder):
    spoil(folder / "bodies.csv", 10, b"Enforcement", b"Enforcement\nof")
    spoil(folder / "bodies.csv", 12, b"https://speedorsafety.com/", b"nowhere")
    with pytest.raises(BadRow, match=r"bodies\.csv, line 12, column website"):
        load(folder)
