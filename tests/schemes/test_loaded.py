"""The catalogue as it was gathered: blank stays blank, and every source is shown."""

import csv
import io
from collections import Counter

import pytest
from django.db import IntegrityError, transaction

from portal.reference.load import DATA, load
from schemes.models import CostLine, Fact, Option, PriceIndex, Scheme, Topic
from schemes.prices import year_of
from schemes.sheets import to_csv
from schemes.snapshots import digest_of, take

FILE = DATA / "schemes.csv"


def shipped() -> list[dict]:
    return list(csv.DictReader(io.StringIO(FILE.read_text(encoding="utf-8"))))


def test_the_whole_catalogue_is_there(catalogue_loaded):
    assert Scheme.objects.count() == 51
    assert Option.objects.count() == 89
    assert Scheme.objects.filter(fits__isnull=True).count() == 0


def test_from_file_to_site_to_file_loses_nothing(catalogue_loaded):
    written = to_csv(Scheme.objects.whole().order_by("order"))
    assert written.encode() == FILE.read_bytes()


def test_every_blank_is_still_blank(catalogue_loaded):
    rows = shipped()
    blank = Counter(column for row in rows for column, cell in row.items() if not cell)
    assert CostLine.objects.filter(low=None).count() + 13 == blank["cost_low_gbp"]
    assert CostLine.objects.filter(high=None).count() + 13 == blank["cost_high_gbp"]
    assert Option.objects.filter(costs=None).count() == blank["cost_authority"] == 13
    with_lead_time = {row["scheme_ref"] for row in rows if row["lead_time"]}
    assert Fact.objects.filter(topic=Topic.LEAD_TIME).count() == len(with_lead_time)
    assert not Fact.objects.filter(topic__in=[Topic.WHAT, Topic.DECIDES]).exists()
    assert not PriceIndex.objects.exists()


def test_every_figure_has_its_authority_date_and_source(catalogue_loaded):
    for line in CostLine.objects.exclude(low=None):
        assert line.authority_id and line.price_date and line.source and line.basis == "source"


def test_nothing_is_signed_off_by_loading(catalogue_loaded):
    assert not CostLine.objects.exclude(signed_at=None).exists()
    assert not Fact.objects.exclude(signed_at=None).exists()


def test_another_councils_price_is_never_ours(catalogue_loaded):
    said = Counter(row["cost_authority"] for row in shipped() if row["cost_authority"])
    for name, count in said.items():
        lines = CostLine.objects.filter(authority__name=name)
        is_ours = name.startswith("Leicestershire CC")
        assert lines.count() == count
        assert lines.filter(authority__role="ours").count() == (count if is_ours else 0)


def test_loading_again_changes_nothing_that_an_editor_wrote(db):
    load()
    Fact.objects.filter(scheme__ref="XZ", topic=Topic.UPKEEP).update(text="Beacons.")
    assert load().lines == []
    assert Fact.objects.get(scheme__ref="XZ", topic=Topic.UPKEEP).text == "Beacons."


@pytest.mark.parametrize(
    "words, year",
    [("2024-04", 2024), ("2015-16", 2015), ("2023/24", 2023), ("2005", 2005), ("undated", None),
     ("undated (older)", None), ("", None), ("20245", None), ("summer 2024", None)],
)  # fmt: skip
def test_the_year_of_a_price_is_read_and_never_guessed(words, year):
    assert year_of(words) == year


BAD_ROWS = [
    {"low": 2, "high": 1},
    {"low": None, "high": 1},
    {"low": -1, "high": None},
    {"price_year": 1066},
    {"source": "", "basis": "source"},
]


@pytest.mark.parametrize("change", BAD_ROWS)
def test_the_database_refuses_impossible_prices(zebra, change):
    line = CostLine.objects.filter(option__scheme=zebra)[:1]
    with pytest.raises(IntegrityError), transaction.atomic():
        CostLine.objects.filter(pk__in=line.values("pk")).update(**change)


def test_a_snapshot_is_the_same_for_the_same_facts(zebra):
    again = Scheme.objects.whole().get(pk=zebra.pk)
    assert digest_of(take(zebra)) == digest_of(take(again))
    assert len(take(zebra)["options"]) == 6


def test_a_snapshot_takes_a_fixed_number_of_queries(catalogue_loaded, django_assert_num_queries):
    with django_assert_num_queries(11):
        for scheme in Scheme.objects.whole():
            take(scheme)
