"""A scheme request follows the published stages, so that its assessment is never silence."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from enquiries import workflows
from enquiries.models import Kind, Outcome, Phase, StageMove
from enquiries.permissions import Refused
from portal.reference.load import load
from post.models import Letter
from schemes.models import Stage

pytestmark = pytest.mark.django_db
SAID = "Our engineer looks at the accident record first."


@pytest.fixture
def published(db) -> dict:
    """The rows as shipped: five stages, four phases, three results."""
    rows = [
        Stage(code=code, number=number, name=name, what_happens=f"{name}, in a sentence.")
        for number, (code, name) in enumerate(
            [("review", "Read about the schemes"), ("talk", "Talk about it"), ("ask", "Ask us"),
             ("assess", "We assess it"), ("result", "You get a result")], start=1,
        )
    ]  # fmt: skip
    codes = ["scoping", "design", "consultation", "construction"]
    phases = [
        Phase(code=code, number=number, name=code.title(), what_happens=f"{code} now.")
        for number, code in enumerate(codes, 1)
    ]
    made = [*Stage.objects.bulk_create(rows), *Phase.objects.bulk_create(phases)]
    return {row.code: row for row in made}


@pytest.fixture
def request_(enquiry, published):
    enquiry.kind.follows_stages = True
    enquiry.kind.save()
    return enquiry


@pytest.fixture
def move(request_, published, oscar, now):
    def to(code, at=now, **words):
        given = {"stage": published[code], "owner": oscar, "text": SAID, **words}
        return workflows.move_stage(enquiry=request_, at=at, by=oscar, **given)

    return to


def steps(client, name, enquiry) -> dict[str, str]:
    page = client.get(reverse(name, args=[enquiry.number])).content
    heading = BeautifulSoup(page, "html.parser").find("h2", id="stages")
    rows = heading.find_next("dl").select(".govuk-summary-list__row") if heading else []
    return {
        " ".join(row.dt.get_text().split()): " ".join(row.dd.get_text(" ").split()) for row in rows
    }


def test_the_shipped_rows_are_the_published_ones(db):
    load()
    assert [stage.code for stage in Stage.objects.all()] == [
        "review", "talk", "ask", "assess", "result",
    ]  # fmt: skip
    assert [phase.code for phase in Phase.objects.all()] == [
        "scoping", "design", "consultation", "construction",
    ]  # fmt: skip
    assert Outcome.objects.filter(for_schemes=True).count() == 3
    follow = Kind.objects.filter(follows_stages=True).values_list("code", flat=True)
    assert sorted(follow) == [
        "CR1", "CR2", "CR3", "PK1", "PK4", "PK5", "SC3", "SL3", "SL4", "SP2", "SP3", "SP4",
    ]  # fmt: skip


def test_a_second_load_keeps_what_an_administrator_ticked(db):
    load()
    Kind.objects.filter(code="SP1").update(follows_stages=True)
    load()
    assert Kind.objects.get(code="SP1").follows_stages


def test_the_clerk_sees_all_stages_from_the_first_day(signed_in, alice, request_):
    assert steps(signed_in(alice), "enquiry", request_) == {
        "Read about the schemes":
            "Read about the schemes, in a sentence. Your council. Before you wrote to us.",
        "Talk about it": "Talk about it, in a sentence. Your council. Before you wrote to us.",
        "Ask us Now":
            "Ask us, in a sentence. Your council. Sent on Wednesday 18 November 2026.",
        "We assess it": "We assess it, in a sentence. The county council. To come.",
        "You get a result": "You get a result, in a sentence. The county council. To come.",
    }  # fmt: skip


def test_other_enquiries_have_no_stages(signed_in, alice, oscar, enquiry, published):
    assert steps(signed_in(alice), "enquiry", enquiry) == {}
    assert steps(signed_in(oscar), "case", enquiry) == {}
    with pytest.raises(Refused, match="Only scheme requests"):
        workflows.move_stage(
            enquiry=enquiry, stage=published["assess"], owner=oscar, text=SAID,
            at=enquiry.received_at, by=oscar,
        )  # fmt: skip


def test_each_stage_has_its_day_and_owner_and_the_clerk_reads_no_name(
    signed_in, alice, oscar, request_, today
):
    other = User.objects.create_user("second@people.example", name="Priya Second", is_officer=True)
    client, url = signed_in(oscar), reverse("case_stage", args=[request_.number])
    day = today + timedelta(days=30)
    form = BeautifulSoup(client.get(url).content, "html.parser")
    offered = [label.get_text(strip=True) for label in form.select(".govuk-radios__label")]
    assert offered == ["We assess it", "Scoping", "Design", "Consultation", "Construction"]
    stage = form.select_one("input[name=stage]")["value"]
    words = {"stage": stage, "owner": other.pk, "text": SAID, "version": request_.version}
    words |= {f"expected_on-{part}": getattr(day, part) for part in ("day", "month", "year")}
    assert client.post(url, words).status_code == 302
    since = "Since Wednesday 18 November 2026, expected until Friday 18 December 2026."
    assert since in steps(signed_in(alice), "enquiry", request_)["We assess it Now"]
    said = steps(client, "case", request_)["We assess it Now"]
    assert said.endswith(f"{since} Looked after by Priya Second.")
    letter = Letter.objects.get(kind="enquiries/staged")
    assert "at the stage “We assess it”" in letter.text and SAID in letter.text
    assert "Friday 18 December 2026" in letter.text
    assert "Oscar" not in letter.text and "Priya" not in letter.text
    hers = signed_in(alice).get(reverse("enquiry", args=[request_.number])).content.decode()
    assert "Oscar" not in hers and "Priya" not in hers and SAID in hers
    event = request_.events.get(what="staged")
    assert event.is_public and event.by == oscar


def test_moving_it_is_a_word_to_the_clerk(move, request_, now):
    move("assess")
    request_.refresh_from_db()
    assert request_.status == "looking" and request_.deadlines.get(stage="first_reply").met_at
    silence = request_.deadlines.filter(stage="silence")
    first = silence.get(met_at=None).due_at
    move("scoping", at=now + timedelta(days=5))
    assert silence.get(met_at=None).due_at > first


def test_phases_stand_there_once_a_third_party_funds_it(move, request_, signed_in, alice, now):
    assert len(steps(signed_in(alice), "enquiry", request_)) == 5
    move("scoping")
    found = steps(signed_in(alice), "enquiry", request_)
    assert list(found)[5:] == ["Scoping Now", "Design", "Consultation", "Construction"]


@pytest.mark.parametrize("code", ["review", "ask", "result"])
def test_only_our_own_stages_are_ours_to_set(move, code):
    with pytest.raises(Refused, match="not ours to set"):
        move(code)


def test_words_a_new_stage_and_a_day_to_come_are_asked_for(move, today):
    for odd in ({"text": " "}, {"expected_on": today}):
        with pytest.raises(Refused):
            move("assess", **odd)
    move("assess")
    with pytest.raises(Refused, match="already"):
        move("assess")
    assert StageMove.objects.count() == 1


def test_the_three_results_come_first_and_the_last_stage_is_the_answer(
    signed_in, alice, oscar, request_, outcomes, move, now
):
    url = reverse("case_answer", args=[request_.number])
    page = BeautifulSoup(signed_in(oscar).get(url).content, "html.parser")
    radios = page.find("input", {"name": "outcome"}).find_parent(class_="govuk-radios")
    offered = [
        " ".join(each.get_text().split()) for each in radios.find_all("div", recursive=False)
    ]
    assert offered[:5] == [
        "It is suitable and meets our criteria", "It is suitable but does not meet our criteria",
        "It is not suitable", "or", "We will do this",
    ]  # fmt: skip
    move("assess")
    workflows.answer(
        enquiry=request_, outcome=outcomes["scheme-meets"], reason=None, explanation="It scored.",
        next_step="We build it when it is funded.", at=now + timedelta(days=1), by=oscar,
    )  # fmt: skip
    found = steps(signed_in(alice), "enquiry", request_)
    assert "Given on Thursday 19 November 2026." in found["You get a result Now"]


def test_an_enquiry_that_is_no_scheme_is_not_offered_the_three(signed_in, oscar, enquiry, outcomes):
    page = signed_in(oscar).get(reverse("case_answer", args=[enquiry.number])).content.decode()
    assert "It is not suitable" not in page and "Not at this time" in page


@pytest.mark.parametrize("times", [1, 3])
def test_the_stages_cost_the_same_however_often_it_moved(
    signed_in, alice, oscar, request_, move, times, now
):
    for number, code in enumerate(["scoping", "design", "construction"][:times]):
        move(code, at=now + timedelta(hours=number))
    tables = ("enquiries_stagemove", "schemes_stage", "enquiries_phase")
    for client, name in ((signed_in(alice), "enquiry"), (signed_in(oscar), "case")):
        with CaptureQueriesContext(connection) as queries:
            steps(client, name, request_)
        sqls = [query["sql"] for query in queries.captured_queries]
        assert sum(f'FROM "{table}"' in sql for sql in sqls for table in tables) == 3
