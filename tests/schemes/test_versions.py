"""Draft, review, published, withdrawn: two pairs of eyes, and versions that never change."""

import copy
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction

from schemes import workflows
from schemes.differences import between
from schemes.fingerprints import of
from schemes.models import CostLine, Fact, Scheme, Step, Version
from schemes.permissions import Refused, Stale
from schemes.snapshots import digest_of, take
from schemes.workflows.sign import facts_of, mark_of

pytestmark = pytest.mark.django_db


def fact_of(scheme, topic="upkeep") -> Fact:
    return scheme.facts.filter(topic=topic).first() or Fact(topic=topic)


def write(scheme, text, *, at, by, topic="upkeep", seen=None) -> None:
    seen = of(fact_of(scheme, topic).words()) if seen is None else seen
    workflows.save_fact(
        scheme=scheme, topic=topic, text=text, basis="council", source="", seen=seen, at=at, by=by
    )


def test_what_is_published_is_what_was_reviewed(zebra, publish, now):
    version = publish("XZ")
    zebra.refresh_from_db()
    assert zebra.state == "published" and zebra.current == version and version.number == 1
    assert version.digest == digest_of(version.snapshot) == digest_of(take(zebra))
    assert zebra.reviewed_on == now.date() and zebra.review_due_on == date(2027, 11, 18)


def test_an_author_may_not_approve(zebra, edith, edgar, now):
    write(zebra, "Beacons.", at=now, by=edgar)
    workflows.send_for_review(scheme=zebra, at=now, by=edith)
    seen = digest_of(take(Scheme.objects.whole().get(pk=zebra.pk)))
    for author in (edith, edgar):
        with pytest.raises(Refused, match="Somebody else must publish"):
            workflows.publish(scheme=zebra, seen=seen, at=now, by=author)
    assert not Version.objects.exists()


def test_the_database_wants_two_pairs_of_eyes(zebra, edith, now):
    with pytest.raises(IntegrityError, match="two_pairs_of_eyes"), transaction.atomic():
        Version.objects.create(
            scheme=zebra, number=1, snapshot={}, digest="", proposed_by=edith, published_by=edith,
            published_at=now,
        )  # fmt: skip


@pytest.mark.parametrize("table", ["schemes_version", "schemes_step"])
@pytest.mark.parametrize("act", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_refuses_to_rewrite_what_was(zebra, publish, table, act):
    publish("XZ")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        connection.cursor().execute(act.format(table))


def test_to_change_a_word_makes_a_draft_and_the_public_reads_on(zebra, publish, edith, now):
    version = publish("XZ")
    write(zebra, "Beacons and paint.", at=now, by=edith)
    zebra.refresh_from_db()
    assert zebra.state == "draft" and zebra.current == version
    assert version.snapshot["facts"]["upkeep"]["text"] != "Beacons and paint."
    assert Scheme.objects.live().get() == zebra


def test_a_change_in_review_goes_back_to_draft(zebra, edith, edgar, now):
    workflows.send_for_review(scheme=zebra, at=now, by=edith)
    write(zebra, "Beacons.", at=now, by=edgar)
    zebra.refresh_from_db()
    assert (zebra.state, zebra.sent_by) == ("draft", None)


def test_what_changed_after_the_page_was_opened_is_not_published(zebra, edith, edgar, now):
    workflows.send_for_review(scheme=zebra, at=now, by=edith)
    with pytest.raises(Stale):
        workflows.publish(scheme=zebra, seen="0" * 64, at=now, by=edgar)
    assert not Version.objects.exists()


def test_differences_name_an_option_by_what_it_is_called(zebra, publish):
    old = publish("XZ").snapshot
    new = copy.deepcopy(old)
    first = new["options"][0]
    first["costs"][0]["low"], was = "31000", first["name"]
    [line] = between(old, new)
    assert line.what.startswith(f"Option “{was}”, ") and line.new == "31000"
    first["name"] = "plain zebra"
    assert ("Option “plain zebra”", was, "plain zebra") in between(old, new)
    first["id"] += 1000
    assert (f"Option “{was}”, which is gone", was, "") in between(old, new)


def test_differences_tell_two_options_of_one_name_apart(zebra, publish):
    old = publish("XZ").snapshot
    old["options"].append(copy.deepcopy(old["options"][0]) | {"id": 10**6})
    new = copy.deepcopy(old)
    new["options"][0]["costs"][0]["low"], name = "31000", old["options"][0]["name"]
    [line] = between(old, new)
    assert line.what.startswith(f"Option “{name}” (1), ") and line.new == "31000"


def test_differences_are_readable(zebra, publish, edith, now):
    first = publish("XZ")
    write(zebra, "Beacons.", at=now, by=edith)
    second = publish("XZ")
    upkeep = next(each for each in between(first.snapshot, second.snapshot) if each.new)
    assert (upkeep.what, upkeep.new) == ("Upkeep", "Beacons.")
    assert upkeep.old.startswith("beacons, electricity")
    step = Step.objects.filter(what="published").first()
    assert ["Upkeep", upkeep.old, "Beacons."] in step.lines and second.number == 2


def test_saving_the_same_again_is_no_change(zebra, edith, now):
    same = fact_of(zebra)
    workflows.save_fact(
        scheme=zebra, topic="upkeep", text=same.text, basis=same.basis, source=same.source,
        seen=of(same.words()), at=now, by=edith,
    )  # fmt: skip
    assert not Step.objects.exists()


def test_two_editors_on_one_fact_the_second_is_told(zebra, edith, edgar, now):
    seen = of(fact_of(zebra).words())
    write(zebra, "Edith's words.", at=now, by=edith, seen=seen)
    with pytest.raises(Stale):
        write(zebra, "Edgar's words.", at=now, by=edgar, seen=seen)
    assert fact_of(zebra).text == "Edith's words."
    write(zebra, "Another fact.", at=now, by=edgar, topic="decides")


def test_withdrawn_means_gone_from_the_catalogue_and_kept_for_who_was_quoted_it(
    zebra, publish, edith, now
):
    version = publish("XZ")
    workflows.withdraw(scheme=zebra, why="No longer built.", at=now, by=edith)
    zebra.refresh_from_db()
    assert zebra.state == "withdrawn" and not Scheme.objects.live().exists()
    assert Version.objects.get() == version and not Version.objects.live().exists()
    write(zebra, "Beacons.", at=now, by=edith)
    publish("XZ")
    assert Version.objects.live().get().number == 2


def test_only_what_is_in_review_is_published(zebra, edith, edgar, now):
    with pytest.raises(Refused, match="not in review"):
        workflows.publish(scheme=zebra, seen="", at=now, by=edgar)
    workflows.send_for_review(scheme=zebra, text="Who pays.", at=now, by=edith)
    with pytest.raises(Refused, match="cannot be sent"):
        workflows.send_for_review(scheme=zebra, at=now, by=edith)
    workflows.return_to_author(scheme=zebra, text="Say who pays.", at=now, by=edgar)
    assert zebra.steps.first().text == "Say who pays."
    workflows.send_for_review(scheme=zebra, text="Now it says who pays.", at=now, by=edith)
    seen = digest_of(take(Scheme.objects.whole().get(pk=zebra.pk)))
    version = workflows.publish(scheme=zebra, seen=seen, at=now, by=edgar)
    assert version.note == "Now it says who pays.", "feeds and briefings tell it"


def test_a_review_without_change_sets_the_next_day(zebra, publish, edith, now):
    publish("XZ")
    later = now + timedelta(days=100)
    day = date(2027, 6, 1)
    workflows.check_only(scheme=zebra, text="Prices asked.", at=later, by=edith, review_due_on=day)
    zebra.refresh_from_db()
    assert (zebra.reviewed_on, zebra.review_due_on) == (later.date(), day)
    with pytest.raises(Refused, match="day to come"):
        workflows.check_only(scheme=zebra, text="x", at=later, by=edith, review_due_on=later.date())


def test_engineers_sign_what_they_read_and_a_change_takes_it_away(zebra, ernest, edith, now):
    mark = mark_of(fact_of(zebra))
    assert workflows.sign_off(scheme=zebra, marks=[mark], at=now, by=ernest) == 1
    assert fact_of(zebra).signed_by == ernest
    shot = take(Scheme.objects.whole().get(pk=zebra.pk))
    assert shot["facts"]["upkeep"]["signed_on"] == "2026-11-18"
    assert "Ernest" not in str(shot)
    write(zebra, "Beacons.", at=now, by=edith)
    assert not fact_of(zebra).is_signed
    with pytest.raises(Stale):
        workflows.sign_off(scheme=zebra, marks=[mark], at=now, by=ernest)


def test_signing_does_not_send_a_review_back(zebra, ernest, edith, edgar, now):
    workflows.send_for_review(scheme=zebra, at=now, by=edith)
    marks = [mark_of(row) for row in facts_of(zebra)]
    workflows.sign_off(scheme=zebra, marks=marks, at=now, by=ernest)
    zebra.refresh_from_db()
    assert zebra.state == "review"
    assert not CostLine.objects.filter(option__scheme=zebra, signed_at=None).exists()
    assert workflows.take_back(scheme=zebra, marks=marks[:1], at=now, by=ernest) == 1


def test_only_engineers_sign_and_only_editors_edit(zebra, edith, ernest, alice, now):
    with pytest.raises(PermissionDenied):
        workflows.sign_off(scheme=zebra, marks=[], at=now, by=edith)
    for stranger in (ernest, alice):
        with pytest.raises(PermissionDenied):
            write(zebra, "Mine.", at=now, by=stranger)


def test_a_dropped_option_stays_for_those_who_were_quoted_it(zebra, publish, edith, now):
    version = publish("XZ")
    option = zebra.options.first()
    workflows.drop_option(option=option, at=now, by=edith)
    assert option.pk in [each["id"] for each in version.snapshot["options"]]
    shot = take(Scheme.objects.whole().get(pk=zebra.pk))
    assert option.pk not in [each["id"] for each in shot["options"]]
