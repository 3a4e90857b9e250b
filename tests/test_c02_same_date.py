"""C2: one promise, in the same words wherever it stands. C17, C18: what she is told, and is not."""

import re
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup

from enquiries import workflows
from enquiries.deadlines.models import BankHoliday
from enquiries.models import Body, Enquiry
from enquiries.states import Status
from enquiries.wording import long_date, short_date
from post.models import Letter

from .walk import client_of

pytestmark = pytest.mark.django_db

WORDS = "Cars go too fast past the school."
LONG = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day \d{1,2} [A-Z][a-z]+ \d{4}"
SECRETS = ["Oscar", "Officer", "oscar@", "Traffic and Signals", "traffic@", "Secret plan", "triage",
           "Triage", "SP1", "claimed", "unassigned", "/officer/"]  # fmt: skip


def text_of(html: str) -> str:
    return " ".join(BeautifulSoup(html, "html.parser").get_text(" ").split())


def main_of(response) -> str:
    assert response.status_code == 200
    return text_of(str(BeautifulSoup(response.content, "html.parser").find("main")))


def promise_in(text: str) -> str:
    """The day in “reply by …”; an officer has the day of a first reply before it."""
    return re.search(rf"(?:Answer in full|(?<!first )reply) by ({LONG})", text)[1]


def logged_in_the_browser(clerk, kind) -> dict[str, str]:
    """Log an enquiry page by page; return what each place says."""
    what = clerk.post("/enquiries/new/", {"road": "Main Street"}).url
    check = clerk.post(what, {"kind": kind.pk, "description": WORDS}).url
    said = {"check": main_of(clerk.get(check))}
    sent = clerk.post(check).url
    return said | {"sent": main_of(clerk.get(sent)), "case": main_of(clerk.get(sent[:-5]))}


@pytest.fixture
def everywhere(council, kind, standard, alice, oscar, stopped_clock):
    """`everywhere()` logs an enquiry and returns what each place says of it."""

    def found() -> tuple[Enquiry, dict[str, str]]:
        said = logged_in_the_browser(client_of(alice), kind)
        enquiry = Enquiry.objects.first()
        letter = Letter.objects.get(kind="enquiries/received", about=enquiry.reference)
        officer = client_of(oscar)
        said |= {"letter": letter.text, "letter in HTML": text_of(letter.html)}
        said["officer's case"] = main_of(officer.get(f"/officer/enquiries/{enquiry.reference}/"))
        queue = officer.get("/officer/enquiries/")
        said["queue"] = main_of(queue)
        in_full = re.search(r'title="(\w+day [^"]*)"', queue.content.decode())[1]
        said["queue, in full"] = f"reply by {in_full}"
        return enquiry, said

    return found


def check_one_day(said: dict[str, str], day: date) -> None:
    queue = said.pop("queue")
    assert {place: promise_in(text) for place, text in said.items()} == dict.fromkeys(
        said, long_date(day)
    )
    assert f"{short_date(day)} (" in queue
    assert len(set(re.findall(r"\d{1,2} [A-Z][a-z]{2} \d{4} \(", queue))) == 1


def test_c02_the_day_is_the_same_text_everywhere(everywhere, holidays):
    enquiry, said = everywhere()
    assert enquiry.promised_on == date(2026, 12, 2)
    check_one_day(said, date(2026, 12, 2))


def test_c02_a_bank_holiday_moves_it_everywhere(everywhere, holidays):
    BankHoliday.objects.create(
        date=date(2026, 11, 30), title="A day of thanks", nation="england-and-wales"
    )
    _, said = everywhere()
    check_one_day(said, date(2026, 12, 3))


def test_c02_while_we_wait_the_promise_still_stands_on_the_case(everywhere, holidays, oscar, now):
    """The officer's case shows what was promised beside what is due."""
    enquiry, _ = everywhere()
    workflows.ask(enquiry=enquiry, text="Which side?", at=now, by=oscar)
    page = main_of(client_of(oscar).get(f"/officer/enquiries/{enquiry.reference}/"))
    assert short_date(date(2026, 12, 2)) in page and "Paused" in page


@pytest.fixture
def cases(log, oscar, alice, outcomes, reasons, holidays, now) -> dict[str, Enquiry]:
    """An enquiry of alice's in every status, each with a note and a claim behind it."""
    act, body = {"at": now, "by": oscar}, Body.objects.create(name="National Highways")
    words = {"explanation": "We counted.", "next_step": "Nothing.", "reason": None}
    later = words | {"planned_for": (now + timedelta(days=30)).date()}
    ways = {
        "update": lambda e: workflows.update(enquiry=e, text="We visit on Friday.", **act),
        Status.LOOKING: lambda e: workflows.claim(enquiry=e, **act),
        Status.WAITING: lambda e: workflows.ask(enquiry=e, text="Which side?", **act),
        Status.PLANNED: lambda e: workflows.answer(
            enquiry=e, outcome=outcomes["will-do"], **later, **act
        ),
        Status.PASSED_ON: lambda e: workflows.pass_on(
            enquiry=e, body=body, explanation="It is theirs.", **act
        ),
        Status.ANSWERED: lambda e: workflows.answer(
            enquiry=e, outcome=outcomes["not-now"],
            **words | {"reason": next(iter(reasons.values()))}, **act,
        ),
        Status.WITHDRAWN: lambda e: workflows.withdraw(enquiry=e, text="Mended.", at=now, by=alice),
        Status.RECEIVED: lambda e: None,
    }  # fmt: skip
    found = {}
    for name, way in ways.items():
        found[name] = log(road=f"Road {name}")
        workflows.note(enquiry=found[name], text="Secret plan: close the road.", **act)
        if name not in (Status.RECEIVED, Status.WITHDRAWN):
            workflows.claim(enquiry=found[name], **act)
        way(found[name])
    return found


def first_paragraph(response) -> str:
    main = BeautifulSoup(response.content, "html.parser").find("main")
    return " ".join(main.find("p").text.split())


def test_c17_the_first_paragraph_says_whether_she_must_act(cases, alice, stopped_clock):
    clerk = client_of(alice)
    for late in (False, True):
        for status, enquiry in cases.items():
            said = first_paragraph(clerk.get(f"/enquiries/{enquiry.reference}/"))
            needs = re.search(rf"We need .+ from you by {LONG}: Which side\?", said)
            nothing = "You do not need to do anything" in said
            assert bool(needs) == (status == Status.WAITING), said
            assert nothing != bool(needs), said
        stopped_clock.shift(timedelta(days=60 * (not late)))
        clerk = client_of(alice)


def test_c18_nothing_internal_is_in_the_clerks_html(cases, alice, deputy, stopped_clock):
    assert {e.status for e in Enquiry.objects.all()} == {status.value for status in Status}
    for person in (alice, deputy):
        clerk = client_of(person)
        paths = ["/", "/enquiries/"]
        for enquiry in cases.values():
            paths += [f"/enquiries/{enquiry.reference}/{page}" for page in
                      ("", "sent/", "reply/", "add/", "withdraw/", "reopen/")]  # fmt: skip
        for path in paths:
            html = re.sub(r'value="\w{64}"', "", clerk.get(path).content.decode())
            assert not [secret for secret in SECRETS if secret in html], path


def test_c18_nothing_internal_is_in_the_clerks_letters(cases, alice):
    letters = Letter.objects.filter(to=alice.email)
    assert letters.count() > 8
    for letter in letters:
        whole = letter.subject + letter.text + letter.html
        assert not [secret for secret in SECRETS if secret in whole], letter.kind
