"""What a clerk sees: her home, her council's list, one enquiry. And what nobody else may see."""

from datetime import date, timedelta

import pytest

from enquiries import workflows
from enquiries.models import Body, Enquiry
from parishes.models import Membership

pytestmark = pytest.mark.django_db

WORDS = {"explanation": "Traffic was counted in October.", "next_step": "Nothing more is planned."}
READ, WRITE = ("", "sent/"), ("reply/", "add/", "withdraw/", "reopen/")
DESK_QUERIES = 13
LIST_QUERIES = 8
CASE_QUERIES = 13


def text_of(response) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def case(enquiry) -> str:
    return f"/enquiries/{enquiry.reference}/"


def first_paragraph(body: str) -> str:
    return body.split("<h1")[1].split("<p")[1].split(">", 1)[1].split("</p>")[0]


@pytest.fixture
def answers(outcomes, reasons):
    def answer(enquiry, *, at, by, code="not-now", **more):
        reason = next(iter(reasons.values()))
        words = {"outcome": outcomes[code], "reason": reason, **WORDS, **more}
        return workflows.answer(enquiry=enquiry, at=at, by=by, **words)

    return answer


@pytest.fixture
def asked(log, oscar, now):
    def ask(**changes):
        enquiry = log(**changes)
        workflows.ask(enquiry=enquiry, text="Which bend is it?", at=now, by=oscar)
        return Enquiry.objects.get(pk=enquiry.pk)

    return ask


def test_c16_home_says_what_to_do_first(signed_in, alice, log, asked, answers, oscar, now):
    with_us, waiting, done = log(road="High Street"), asked(road="Bend Lane"), log(road="Old Road")
    answers(done, at=now, by=oscar)
    body = text_of(signed_in(alice).get("/"))
    order = [
        "Send an enquiry",
        "Waiting for you (1)",
        "With us (1)",
        "Answered in the last 30 days (1)",
    ]
    places = [body.index(words) for words in [*order, "See all our enquiries"]]
    assert places == sorted(places)
    assert "Which bend is it?" in body and f'href="{case(waiting)}reply/"' in body
    assert "Reply by 2 Dec 2026" in body and "We reply by 2 Dec 2026" in body
    assert body.index(with_us.reference) < body.index(done.reference)
    assert "app-org-switcher" not in body


def test_old_answers_and_withdrawals_leave_home(
    signed_in, alice, enquiry, log, answers, oscar, outcomes, now, stopped_clock
):
    answers(enquiry, at=now, by=oscar)
    workflows.withdraw(enquiry=log(), text="", at=now, by=alice)
    assert "Answered in the last 30 days (1)" in text_of(signed_in(alice).get("/"))
    stopped_clock.shift(timedelta(days=31))
    assert "Answered in the last 30 days (0)" in text_of(signed_in(alice).get("/"))


def test_c16_home_lists_what_was_answered_since_the_last_visit(
    client, alice, log, answers, oscar, now, stopped_clock
):
    seen, fresh = log(road="High Street"), log(road="Bend Lane")
    answers(seen, at=now, by=oscar)
    alice.last_login = now + timedelta(hours=1)
    alice.set_password("a long enough password")
    alice.save()
    answers(fresh, at=now + timedelta(hours=2), by=oscar)
    stopped_clock.shift(timedelta(hours=3))
    client.post("/sign-in/", {"email": alice.email, "password": "a long enough password"})
    body = text_of(client.get("/"))
    assert "Answered since your last visit on Wednesday 18 November 2026 (1)" in body
    assert fresh.reference in body and seen.reference not in body


@pytest.mark.parametrize("times", [1, 3])
def test_home_costs_the_same_for_one_row_and_three(
    signed_in, alice, council, parish, log, asked, answers, oscar, now, times,
    django_assert_num_queries,
):  # fmt: skip
    for _ in range(times):
        log(), asked()
        answers(log(), at=now, by=oscar)
        workflows.start_draft(
            council=council, parish=parish, asked_by=alice, at=now, by=alice, road="Main Street"
        )
    client = signed_in(alice)
    with django_assert_num_queries(DESK_QUERIES):
        text_of(client.get("/"))


def test_long_lists_are_cut_with_a_link_to_the_rest(signed_in, alice, log):
    for _ in range(26):
        log()
    body = text_of(signed_in(alice).get("/"))
    assert body.count(">PE-") == 25 and 'href="/enquiries/?status=with_us"' in body
    assert "With us (26)" in body


def test_a_clerk_of_two_councils_can_choose(
    signed_in, alice, log, other_council, other_parish, council
):
    Membership.objects.create(council=other_council, user=alice, starts_on=date(2026, 1, 1))
    log(road="High Street"), log(council=other_council, parish=other_parish, road="Leicester Road")
    client = signed_in(alice)
    body = text_of(client.get("/"))
    assert "All my parishes (2)" in body and "Fleckney Parish Council (1)" in body
    assert "High Street" in body and "Leicester Road" in body
    body = text_of(client.get(f"/?council={other_council.pk}"))
    assert "High Street" not in body and "With us (1)" in body
    assert "High Street" not in text_of(client.get("/")), "the choice lasts for the session"
    assert "High Street" in text_of(client.get("/?council="))
    body = text_of(client.get(f"/enquiries/?council={council.pk}"))
    assert "All our enquiries (1)" in body and "Leicester Road" not in body


@pytest.mark.parametrize("council_key", ["0", "abc", "9" * 40, "\0", "foreign"])
def test_a_foreign_council_in_the_address_is_left_out(
    signed_in, alice, enquiry, other_council, council_key
):
    key = other_council.pk if council_key == "foreign" else council_key
    client = signed_in(alice)
    assert "With us (1)" in text_of(client.get("/", {"council": key}))
    assert "All our enquiries (1)" in text_of(client.get("/enquiries/", {"council": key}))


def test_an_editor_is_led_to_her_desk(signed_in, edith):
    body = text_of(signed_in(edith).get("/"))
    assert "Look after the catalogue of schemes" in body and "Briefings desk" in body
    assert "Send an enquiry" not in body


def test_nobody_elses_enquiries_are_seen(signed_in, enquiry, carol, gone, edith):
    for person in (carol, gone, edith):
        client = signed_in(person)
        assert enquiry.reference not in text_of(client.get("/"))
        assert enquiry.reference not in text_of(client.get("/enquiries/"))
        for name in (*READ, *WRITE):
            assert client.get(case(enquiry) + name).status_code == 404
        for name in WRITE:
            assert client.post(case(enquiry) + name, {"text": "x"}).status_code == 404


def test_a_deputy_sees_what_the_clerk_sees(signed_in, enquiry, deputy):
    client = signed_in(deputy)
    assert enquiry.reference in text_of(client.get("/"))
    assert "Alice Clerk" in text_of(client.get(case(enquiry)))


def test_the_countys_people_are_led_to_their_own_page(signed_in, enquiry, oscar, maya):
    theirs = f"/officer/enquiries/{enquiry.reference}/"
    for person in (oscar, maya):
        client = signed_in(person)
        for name in (*READ, *WRITE):
            assert client.get(case(enquiry) + name).url == theirs
        for name in WRITE:
            assert client.post(case(enquiry) + name, {"text": "x"}).url == theirs
    assert signed_in(oscar).get("/enquiries/").url == "/officer/enquiries/"
    assert enquiry.events.count() == 1


def test_the_list_is_paged_by_number(signed_in, alice, log):
    numbers = [log().number for _ in range(60)]
    client = signed_in(alice)
    first = text_of(client.get("/enquiries/"))
    assert "All our enquiries (60)" in first and "(page 1 of 3)" in first
    second = text_of(client.get(f"/enquiries/?before={numbers[-25]}"))
    assert "(page 2 of 3)" in second and f"?after={numbers[-26]}" in second
    last = text_of(client.get(f"/enquiries/?before={numbers[10]}"))
    assert "(page 3 of 3)" in last and "Older" not in last and last.count(">PE-") == 10
    back = text_of(client.get(f"/enquiries/?after={numbers[9]}"))
    assert "(page 2 of 3)" in back and back.count(">PE-") == 25


@pytest.mark.parametrize("query", [
    "before=0", "before=-1", "after=abc", "before=" + "9" * 40, "after=4611686018427387904",
    "status=nonsense", "status=%00", "before=1&after=1",
])  # fmt: skip
def test_an_address_out_of_range_is_the_first_page(signed_in, alice, enquiry, query):
    body = text_of(signed_in(alice).get(f"/enquiries/?{query}"))
    assert enquiry.reference in body and "(page" not in body


def test_the_list_is_filtered_by_whose_turn_it_is(
    signed_in, alice, log, asked, answers, oscar, outcomes, now
):
    found = {"with_us": log(), "waiting": asked(), "answered": log(), "withdrawn": log()}
    answers(found["answered"], at=now, by=oscar)
    workflows.withdraw(enquiry=found["withdrawn"], text="", at=now, by=alice)
    client = signed_in(alice)
    for status, enquiry in found.items():
        body = text_of(client.get(f"/enquiries/?status={status}"))
        assert "All our enquiries (1)" in body and enquiry.reference in body
        assert f'value="{status}" checked' in body
    assert "All our enquiries (4)" in text_of(client.get("/enquiries/?status="))


def test_no_match_offers_to_clear_the_filter(signed_in, alice, enquiry):
    assert "No enquiry matches" in text_of(signed_in(alice).get("/enquiries/?status=waiting"))


@pytest.mark.parametrize("times", [1, 3])
def test_the_list_costs_the_same_for_one_row_and_three(
    signed_in, alice, log, asked, times, django_assert_num_queries
):
    for _ in range(times):
        log(), asked()
    client = signed_in(alice)
    with django_assert_num_queries(LIST_QUERIES):
        text_of(client.get("/enquiries/"))


@pytest.mark.parametrize("times", [1, 3])
def test_an_enquiry_costs_the_same_for_one_event_and_three(
    signed_in, alice, enquiry, oscar, now, times, django_assert_num_queries
):
    for _ in range(times):
        workflows.update(enquiry=enquiry, text="We are on it.", at=now, by=oscar)
    client = signed_in(alice)
    with django_assert_num_queries(CASE_QUERIES):
        text_of(client.get(case(enquiry)))


def test_c17_the_first_paragraph_says_where_it_is_and_whether_to_act(
    signed_in, alice, asked, enquiry, log, answers, oscar, now, stopped_clock
):
    client = signed_in(alice)
    said = first_paragraph(text_of(client.get(case(enquiry))))
    assert said.startswith("We have your enquiry.") and "Wednesday 2 December 2026" in said
    assert said.endswith("You do not need to do anything.")
    said = first_paragraph(text_of(client.get(case(asked()))))
    assert "We need something from you by Wednesday 2 December 2026" in said
    done = log()
    answers(done, at=now, by=oscar)
    said = first_paragraph(text_of(client.get(case(done))))
    assert said.startswith("We answered on Wednesday 18 November") and said.endswith(
        "If this does not answer your question, tell us before Wednesday 16 December 2026."
    )
    stopped_clock.shift(timedelta(days=29))
    said = first_paragraph(text_of(signed_in(alice).get(case(done))))
    assert said.endswith("You do not need to do anything.")


def test_c18_names_of_the_county_never_show(
    signed_in, alice, enquiry, oscar, answers, team, now, log, asked
):
    workflows.claim(enquiry=enquiry, at=now, by=oscar)
    workflows.note(enquiry=enquiry, text="Secret note", at=now, by=oscar)
    workflows.update(enquiry=enquiry, text="We will count the cars.", at=now, by=oscar)
    for_her = log(by=oscar, channel="phone")
    answered = log()
    answers(answered, at=now, by=oscar)
    oscar.is_officer = False
    oscar.save()
    client = signed_in(alice)
    pages = [
        "/",
        "/enquiries/",
        *map(case, (enquiry, for_her, answered, asked_before(asked, oscar))),
    ]
    for page in pages:
        body = text_of(client.get(page))
        assert not [w for w in ("Oscar", "Officer", "Secret", team.name) if w in body]
    body = text_of(client.get(case(enquiry)))
    assert "We will count the cars." in body and "by the county council" in body


def asked_before(asked, oscar):
    oscar.is_officer = True
    return asked()


def test_the_title_names_the_reference_only(signed_in, alice, enquiry):
    body = text_of(signed_in(alice).get(case(enquiry)))
    title = body.split("<title>")[1].split("</title>")[0]
    assert enquiry.reference in title and "Main Street" not in title and body.count("<h1") == 1


def test_an_answer_is_shown_with_its_reason_and_what_comes_next(
    signed_in, alice, enquiry, answers, oscar, outcomes, reasons, now
):
    answers(enquiry, at=now, by=oscar)
    body = text_of(signed_in(alice).get(case(enquiry)))
    for words in (
        outcomes["not-now"].wording,
        next(iter(reasons.values())).wording,
        *WORDS.values(),
    ):
        assert words in body
    assert "This does not answer our question" in body and ">Withdraw" not in body


def test_planned_work_and_another_body_are_named(
    signed_in, alice, log, answers, oscar, outcomes, now
):
    planned, passed = log(), log()
    answers(planned, at=now, by=oscar, code="will-do", planned_for=date(2027, 3, 1))
    body = Body.objects.create(name="National Highways", website="https://highways.example/")
    workflows.pass_on(enquiry=passed, body=body, explanation="The A46.", at=now, by=oscar)
    client = signed_in(alice)
    page = text_of(client.get(case(planned)))
    assert "Monday 1 March 2027" in page and "because we waited" not in page
    assert 'href="https://highways.example/"' in text_of(client.get(case(passed)))


def test_a_date_that_moved_is_explained(signed_in, alice, asked, now, stopped_clock):
    enquiry = asked()
    stopped_clock.shift(timedelta(days=5))
    later = now + timedelta(days=5)
    workflows.reply(enquiry=enquiry, text="The second one.", at=later, by=alice)
    body = text_of(signed_in(alice).get(case(enquiry)))
    assert "We promised to reply by Wednesday 2 December 2026" in body
    assert "The date is now Monday 7 December 2026: it moved because we waited for you." in body


@pytest.mark.parametrize(
    ("days", "steps"), [(0, ["current", "", "", ""]), (20, ["current", "", "", ""])]
)
def test_c18_there_are_always_four_steps(signed_in, alice, enquiry, stopped_clock, days, steps):
    stopped_clock.shift(timedelta(days=days))
    body = text_of(signed_in(alice).get(case(enquiry)))
    assert body.count('class="app-progress__step') == len(steps) == 4
    assert ("Late</span>" in body or ">Late<" in body) == bool(days)


def test_a_withdrawn_enquiry_was_never_decided(signed_in, alice, enquiry, outcomes, now):
    workflows.withdraw(enquiry=enquiry, text="Sorted.", at=now, by=alice)
    body = text_of(signed_in(alice).get(case(enquiry)))
    assert body.count("app-progress__step--done") == 1 and "Our answer" not in body


def test_the_confirmation_opens_again(signed_in, alice, deputy, enquiry):
    for person in (alice, deputy):
        body = text_of(signed_in(person).get(case(enquiry) + "sent/"))
        assert enquiry.reference in body and "Wednesday 2 December 2026" in body
        panel = body.split("govuk-panel")[1].split("What happens next")[0]
        assert "href" not in panel


def test_what_people_type_is_escaped(signed_in, alice, log):
    evil = log(road="<script>x</script>", description="<b onclick=1>", spot="'\"><img>")
    client = signed_in(alice)
    for page in ("/", "/enquiries/", case(evil), case(evil) + "sent/"):
        body = text_of(client.get(page))
        assert "<script>x" not in body and "<b onclick" not in body and '"><img' not in body
