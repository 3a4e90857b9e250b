"""The benchmarks run, count and compare; what they measure is in docs/figures.md."""

import json
import time

import pytest
from django.core.management import call_command
from django.http import HttpResponse
from django.test import override_settings

from briefings.models import Edition
from enquiries.deadlines.calendars import service_calendar
from enquiries.models import Deadline, Enquiry, Event
from portal.bench import __main__ as program
from portal.bench import ground
from portal.bench.alone import ALONE, RECEIVED, bare
from portal.bench.benches import benches
from portal.bench.floor import make_rollup
from portal.bench.measure import Bench, NotAsExpected, measure
from portal.bench.stage import EVENTS, Stage
from portal.reference.load import load
from portal.servers import folders
from post.models import Letter

NAMES = [
    "queue_page", "queue_filtered", "my_work", "search_page", "search_rare", "search_misspelt",
    "search_nothing", "case_page", "clerk_desk", "log_enquiry",
    "dashboard", "dashboard_demand", "dashboard_on_time", "dashboard_on_time_year",
    "dashboard_consistent", "dashboard_one_kind", "dashboard_stuck", "dashboard_surveys",
    "suggestions_similar", "suggestions_roads", "suggestions_kinds",
    "catalogue_304", "catalogue_page", "catalogue_scheme", "catalogue_cold",
]  # fmt: skip


@pytest.fixture
def filled(db, monkeypatch):
    monkeypatch.setattr("portal.bench.measure.WARM_UPS", 1)
    load()
    call_command("make_enquiries", "400", "--processes", "1", "--months", "12", verbosity=0)
    make_rollup()
    with override_settings(ROOT_URLCONF="portal.bench.floor"):
        yield


def test_every_bench_runs_beside_its_floor(filled):
    lines = [measure(bench, rows=400, samples=1).line for bench in benches()]
    assert [line["bench"] for line in lines] == NAMES
    for line in lines:
        assert set(line) == {
            "bench", "rows", "queries", "p50_ms", "floor_p50_ms", "ratio", "cpu_ratio",
        }  # fmt: skip
        assert line["queries"] > 0
        assert line["ratio"] > 0
        assert line["queries"] == 1 or not line["bench"].startswith("suggestions")


def test_a_deadline_is_explained_in_microseconds(holidays, monkeypatch):
    monkeypatch.setattr("portal.bench.alone.SAMPLES", 3)
    line = ALONE["deadline_explain"](400)
    assert line["bench"] == "deadline_explain" and line["calendar_ms"] > 0
    assert line["p50_us"] == pytest.approx(line["p50_ms"] * 1000, abs=0.1)
    assert line["p50_us"] < 1000
    assert bare(RECEIVED.date(), 10, service_calendar(since=RECEIVED.date())).isoformat() == (
        "2027-01-11"
    )


@pytest.mark.django_db(transaction=True)
def test_the_sweep_touches_what_is_due_and_leaves_nothing_behind(filled):
    before = Deadline.objects.filter(missed_at__isnull=False).count(), Event.objects.count()
    line = ALONE["deadline_sweep"](400)
    assert (line["due"], line["touched"]) == (20, 20)
    assert line["running"] >= 400 and line["ratio"] > 0
    assert before == (
        Deadline.objects.filter(missed_at__isnull=False).count(),
        Event.objects.count(),
    )


@pytest.mark.django_db(transaction=True)
def test_a_closure_moves_every_open_enquiry_and_leaves_nothing_behind(filled, adam):
    before = Deadline.objects.count(), Event.objects.count(), Enquiry.objects.open().count()
    line = ALONE["closure"](400)
    assert (line["open"], line["moved"], line["logged"]) == (400, 800, 800)
    assert line["letters"] == 400 and line["ratio"] > 0
    assert before == (
        Deadline.objects.count(), Event.objects.count(), Enquiry.objects.open().count()
    )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_an_edition_is_sent_to_all_and_leaves_nothing_behind(filled, monkeypatch):
    monkeypatch.setattr("portal.bench.briefing.FEW", 2)
    monkeypatch.setattr("portal.bench.briefing.READERS", 5)
    before = Letter.objects.count()
    line = ALONE["briefing_5000"](400)
    assert line["ratio"] > 0 and len(line["memory_mb"]) == 3
    assert Letter.objects.count() == before and not Edition.objects.exists()


def test_the_case_that_is_measured_has_thirty_events(filled):
    assert Event.objects.filter(enquiry=Stage().case).count() == EVENTS


def answer(status, seconds=0.0):
    def request():
        time.sleep(seconds)
        return HttpResponse(status=status)

    return lambda: request


def test_a_page_that_fails_is_not_timed(db):
    bench = Bench("broken", ours=answer(404), floor=answer(200))
    with pytest.raises(NotAsExpected, match="broken: 404 instead of 200"):
        measure(bench, rows=1, samples=1)


def test_the_ratio_is_ours_over_the_floor(db, monkeypatch):
    monkeypatch.setattr("portal.bench.measure.WARM_UPS", 0)
    bench = Bench("slow", ours=answer(200, 0.02), floor=answer(200, 0.005))
    line = measure(bench, rows=7, samples=3).line
    assert line["rows"] == 7
    assert line["p50_ms"] > line["floor_p50_ms"] > 4
    assert line["ratio"] > 1.5


def test_growth_compares_the_smallest_size_with_the_largest():
    found = {
        10_000: {"queue_page": (8.0, 5.0), "gone": (1.0, 1.0)},
        1_000_000: {"queue_page": (10.0, 5.5)},
    }
    assert list(program.growth(found)) == [
        {
            "bench": "queue_page",
            "growth_10000_to_1000000": 1.25,
            "floor_growth_10000_to_1000000": 1.1,
        }
    ]
    assert list(program.growth({10_000: {"queue_page": (8.0, 5.0)}})) == []


def test_the_environment_chooses_bench_and_size(monkeypatch):
    monkeypatch.setenv("ONLY", "case_page")
    monkeypatch.setenv("ROWS", "500")
    options = program.parse([])
    assert (options.only, options.rows) == ("case_page", 500)
    assert program.parse(["--only", "my_work", "--rows", "9"]).only == "my_work"


def test_data_is_kept_for_a_week_and_only_for_its_size(tmp_path):
    note = tmp_path / "loaded.json"
    assert not ground.is_fresh(tmp_path, 100)
    loaded = {"recipe": ground.RECIPE, "rows": 100, "at": time.time()}
    note.write_text(json.dumps(loaded))
    assert ground.is_fresh(tmp_path, 100)
    assert not ground.is_fresh(tmp_path, 200)
    note.write_text(json.dumps({**loaded, "at": time.time() - ground.WEEK - 1}))
    assert not ground.is_fresh(tmp_path, 100)


def test_what_a_broken_run_left_is_wiped(tmp_path):
    (tmp_path / "postgres").mkdir()
    (tmp_path / "loaded.json").write_text("{}")
    home = folders.hold(tmp_path)
    try:
        ground.wipe(home)
        assert not (tmp_path / "postgres").exists()
        assert not (tmp_path / "loaded.json").exists()
        assert home.sockets.exists()
    finally:
        home.release()


def test_another_run_on_the_same_folder_is_told(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(ground, "VAR", tmp_path)
    monkeypatch.setattr(ground, "GIVEN", ())  # what this process was given, later tests need
    home = folders.hold(tmp_path / "bench-5")
    try:
        assert program.main(["--rows", "5"]) == 1
    finally:
        home.release()
    assert "in use by process" in capsys.readouterr().err
