"""What the database works out is indirect standardisation as the tested Python does it."""

from datetime import date

import pytest

from consistency import standards
from consistency.models import Round, StaleQuarter, Standard
from consistency.stats.standard import standardise
from enquiries.models import Enquiry, Outcome

from .conftest import until_fresh

pytestmark = pytest.mark.django_db
SINCE, UNTIL = date(2026, 7, 1), date(2026, 9, 1)


@pytest.fixture
def counted(county, now):
    """The county with some refusals, in two channels."""
    for enquiry in Enquiry.objects.filter(number__in=Enquiry.objects.values("number")[:30]):
        Enquiry.objects.filter(pk=enquiry.pk).update(channel="phone")
    Outcome.objects.filter(code="advice").update(is_refusal=True)
    until_fresh(now)


def oracle(path: str, since=SINCE, until=UNTIL, counted: str = "late", **only):
    rows = Round.objects.filter(answered_month__range=(since, until), **only)
    if counted == "refused":
        rows = rows.filter(refused__isnull=False)
    return {
        unit.key: unit
        for unit in standardise(
            (
                str(key), (kind, priority, channel, (month.year, (month.month - 1) // 3)), 1,
                int(refused if counted == "refused" else not on_time),
            )
            for key, kind, priority, channel, month, on_time, refused in rows.values_list(
                path, "kind", "priority", "channel", "answered_month", "on_time", "refused"
            )
        )
    }  # fmt: skip


@pytest.mark.parametrize(
    ("dimension", "path"),
    [("parish", "parish_id"), ("district", "parish__district_id"), ("council", "council_id")],
)
def test_what_is_kept_is_standardised_over_kind_priority_channel_and_quarter(
    counted, dimension, path
):
    assert not StaleQuarter.objects.exists()
    for what in ("late", "refused"):
        expected = oracle(path, counted=what)
        rows = Standard.objects.filter(dimension=dimension, month__range=(SINCE, UNTIL))
        for key, unit in expected.items():
            mine = [row for row in rows if row.key == key]
            assert sum(getattr(row, what) for row in mine) == unit.observed
            sums = [sum(getattr(r, f"{what}_{x}") for r in mine) for x in ("expected", "variance")]
            assert sums == pytest.approx([unit.expected, unit.variance])
        assert sum(unit.observed for unit in expected.values()) > 0


def test_what_is_worked_out_on_the_spot_is_the_same(counted):
    found = standards.compare(
        "parish", since=SINCE, until=UNTIL, mine="true", which="true", words={}
    )
    kept = oracle("parish_id")
    assert {row[0] for row in found} == set(kept)
    for key, cases, late, expected, variance, *_ in found:
        unit = kept[key]
        assert (cases, late) == (unit.cases, unit.observed)
        assert (expected, variance) == pytest.approx((unit.expected, unit.variance))


def test_after_a_change_only_its_quarters_are_worked_out_afresh(counted, now):
    before = Standard.objects.count()
    Enquiry.objects.update(channel="email")
    until_fresh(now)
    assert Standard.objects.count() == before
    row = Standard.objects.filter(dimension="parish", month__range=(SINCE, UNTIL)).first()
    unit = oracle("parish_id")[row.key]
    mine = Standard.objects.filter(dimension="parish", month__range=(SINCE, UNTIL), key=row.key)
    assert sum(r.late_expected for r in mine) == pytest.approx(unit.expected)
