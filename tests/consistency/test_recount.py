"""Another tool counts every figure again from the cases behind the dashboard, and agrees."""

import io

import pandas
import pytest

from enquiries.models import Enquiry, Outcome

from .conftest import until_fresh

pytestmark = pytest.mark.django_db
YEAR = "since=2025-12&until=2026-11"


@pytest.fixture
def read(counted, signed_in, maya, now):
    """`read("on-time", "parish")` is a measure's sheet; `read()` the cases."""
    some = list(Enquiry.objects.order_by("pk").values_list("pk", flat=True)[::4])
    Enquiry.objects.filter(pk__in=some).update(channel="phone")
    Outcome.objects.filter(code="advice").update(is_refusal=True)
    until_fresh(now)
    client = signed_in(maya)

    def sheet(measure: str = "cases", by: str = "district") -> pandas.DataFrame:
        response = client.get(f"/consistency/{measure}.csv?{YEAR}&by={by}")
        text = b"".join(response) if response.streaming else response.content
        return pandas.read_csv(io.StringIO(text.decode("utf-8-sig")))

    return sheet


def answered(cases: pandas.DataFrame) -> pandas.DataFrame:
    return cases[cases.answered_month.notna() & (cases.answered_month >= "2025-12-01")]


NAMES = {"E07000131": "Harborough", "E07000990": "Blaby", "E07000991": "'=Melton"}


def test_time_and_shares_by_district_with_pandas(read):
    cases, on_time, taken = read(), read("on-time"), read("time-taken")
    groups = answered(cases).groupby("district")
    found = {NAMES[code]: rows for code, rows in groups}
    for line in on_time.itertuples():
        rows = found.get(line.district, cases.iloc[0:0])
        assert line.answered == len(rows)
        assert line.on_time == rows.on_time.sum()
        came = cases[cases.district.map(NAMES) == line.district]
        assert line.received == (came.received_month >= "2025-12-01").sum()
    for line in taken.itertuples():
        days = found[line.district].working_days
        ordered = days.sort_values().tolist()
        assert line.median_working_days == ordered[(len(ordered) - 1) // 2]
        assert line.ninth_in_ten_working_days == ordered[-(-9 * len(ordered) // 10) - 1]


def test_refusals_and_satisfaction_with_pandas(read):
    cases = read()
    refused = answered(cases).groupby("district").refused.sum()
    for line in read("outcomes").itertuples():
        code = next(code for code, name in NAMES.items() if name == line.district)
        assert line.refused == refused[code]
    asked = cases[cases.invited_month >= "2025-12-01"].groupby("district")
    for line in read("satisfaction").itertuples():
        code = next(code for code, name in NAMES.items() if name == line.district)
        rows = asked.get_group(code)
        assert (line.asked, line.replied) == (len(rows), rows.replied.sum())
        assert line.satisfied == (rows.score >= 4).sum()
        for name in ("time_taken", "clarity", "informed", "fairly"):
            assert getattr(line, f"{name}_satisfied") == (rows[f"score_{name}"] >= 4).sum()
    scored = cases[cases.invited_month >= "2025-12-01"]
    columns = ["score", "score_time_taken", "score_clarity", "score_informed", "score_fairly"]
    found = read("survey-questions").satisfied.tolist()
    assert found == [(scored[name] >= 4).sum() for name in columns] and len(set(found)) > 2


@pytest.mark.parametrize(
    ("measure", "what"), [("late-expected", "late"), ("refused-expected", "refused")]
)
def test_observed_beside_expected_with_pandas(read, measure, what):
    """Indirect standardisation over kind, priority, channel and quarter, in ten lines."""
    rows = answered(read()).copy()
    rows["late"] = 1 - rows.on_time
    rows = rows[rows.refused.notna()] if what == "refused" else rows
    rows["quarter"] = pandas.to_datetime(rows.answered_month).dt.to_period("Q")
    rate = rows.groupby(["kind", "priority", "channel", "quarter"])[what].transform("mean")
    sums = rows.assign(expected=rate).groupby("district")[[what, "expected"]].sum()
    sheet = read(measure)
    assert len(sheet) == len(sums)
    for line in sheet.itertuples():
        code = next(code for code, name in NAMES.items() if name == line.district)
        assert line.observed == sums[what][code]
        assert line.expected == pytest.approx(sums.expected[code], abs=0.06)
