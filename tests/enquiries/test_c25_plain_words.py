"""C25: every page of the clerk's is in words that a reader of twelve knows (grade 7 and five)."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from accounts.tokens import hash_of
from enquiries import workflows
from enquiries.models import Body, Deadline, Enquiry, RoadOwner
from parishes.models import Invitation
from portal.testing.reading import reading_age

pytestmark = pytest.mark.django_db

OLDEST_READER = 12
# From so many words a line is read as a sentence, not as a label.
SENTENCE = 5
# Short forms that stand for words nobody says, and words that tell a clerk nothing (ux.md 12).
BANNED = re.compile(
    r"\b(TROs?|MVAS|VAS|RTI|LTP|DRT|SLAs?|KPIs?|TBC|FAO|N/A|escalat\w*|in review|on hold|resolved"
    r"|no further action|action(ed|ing)|tickets?|stakeholders?|customers?|agents?|campaigns?"
    r"|case officers?|pursuant|herewith|aforementioned|utilis\w+|facilitat\w+|liais\w+|expedit\w+"
    r"|in due course|going forward|touch base|log ?in|log(ged|ging)? (on|out|off))\b"
)
BLOCKS = ["p", "li", "h1", "h2", "h3", "dt", "dd", "label", "legend", "summary", "th", "td", "div",
          "button", "caption", "span", "br", "option"]  # fmt: skip
WORDS = {"explanation": "We counted the cars.", "next_step": "We count again in May."}
BEFORE_SIGNING_IN = ["home", "sign_in", "sign_in_letter", "sign_in_code", "find_parish", "contact"]


def own_words(page) -> str:
    """What a person reads on a page, a line for each block; what she chooses from is data."""
    main = BeautifulSoup(page.content, "html.parser").find("main")
    for data in main.find_all(["select", "datalist", "script", "textarea"]):
        data.decompose()
    for block in main.find_all(BLOCKS):
        if block.name != "span" or "caption" in str(block.get("class")):
            block.insert_before("\n")
            block.insert_after("\n")
    lines = (" ".join(line.split()) for line in main.get_text().split("\n"))
    return "\n".join(line for line in lines if line)


def sentences(text: str) -> str:
    """Leave out labels and buttons, whose few words would flatter the rest."""
    return "\n".join(line for line in text.split("\n") if len(line.split()) >= SENTENCE)


def check(pages: dict[str, object]) -> None:
    assert {page.status_code for page in pages.values()} <= {200, 404}
    found = {name: own_words(page) for name, page in pages.items()}
    ages = {name: round(reading_age(sentences(text)), 1) for name, text in found.items()}
    assert not {name: age for name, age in ages.items() if age > OLDEST_READER}
    said = {name: BANNED.search(text) for name, text in found.items()}
    assert not {name: match[0] for name, match in said.items() if match}


@pytest.fixture
def cases(log, oscar, alice, outcomes, reasons, now) -> dict[str, Enquiry]:
    """An enquiry of alice's wherever one can stand."""
    act, body = {"at": now, "by": oscar}, Body.objects.create(name="National Highways")
    later = {**WORDS, "reason": None, "planned_for": (now + timedelta(days=30)).date()}
    no = {**WORDS, "reason": reasons["no-budget"]}
    ways = {
        "received": lambda e: None,
        "looking": lambda e: workflows.update(enquiry=e, text="We will look.", **act),
        "waiting": lambda e: workflows.ask(enquiry=e, text="Which side is it?", **act),
        "planned": lambda e: workflows.answer(
            enquiry=e, outcome=outcomes["will-do"], **later, **act
        ),
        "passed_on": lambda e: workflows.pass_on(
            enquiry=e, body=body, explanation="It is theirs.", **act
        ),
        "answered": lambda e: workflows.answer(enquiry=e, outcome=outcomes["not-now"], **no, **act),
        "withdrawn": lambda e: workflows.withdraw(enquiry=e, text="", at=now, by=alice),
    }  # fmt: skip
    found = {name: log(road=f"Road {number}") for number, name in enumerate(ways)}
    for name, way in ways.items():
        way(found[name])
    return found


def test_c25_each_page_of_an_enquiry(signed_in, alice, cases, stopped_clock):
    for late in (False, True):
        clerk = signed_in(alice)
        acts = [] if late else [("waiting", "reply/"), ("received", "add/"), ("received", "sent/"),
                                ("received", "withdraw/"), ("answered", "reopen/")]  # fmt: skip
        paths = [*((name, "") for name in cases), *acts]
        check({
            f"{name} {page}": clerk.get(f"/enquiries/{cases[name].reference}/{page}")
            for name, page in paths
        })  # fmt: skip
        check({path: clerk.get(path) for path in ("/", "/enquiries/", "/enquiries/report/")})
        stopped_clock.shift(timedelta(days=60))


def test_c25_the_explanation_of_a_date(signed_in, alice, cases):
    deadline = Deadline.objects.filter(enquiry=cases["received"], stage="answer").get()
    number = cases["received"].number
    check({"dates": signed_in(alice).get(reverse("enquiry_date", args=[number, deadline.pk]))})


def test_c25_each_page_of_logging(signed_in, alice, council, parish, kind, enquiry, now):
    clerk, body = signed_in(alice), Body.objects.create(name="National Highways")
    RoadOwner.objects.create(name="M1", body=body)
    new = {"council": council, "parish": parish, "asked_by": alice, "at": now, "by": alice}
    words = {"kind": kind, "description": "Cars go too fast past the school."}
    same, theirs = (
        workflows.start_draft(road=road, **new, **words) for road in ("Main Street", "The M1")
    )
    pages = ["where", "what", "check", "discard"]
    drafts = [(same, page) for page in [*pages, "similar"]] + [(theirs, "who")]
    path = "/enquiries/new/{}/{}/"
    check({page: clerk.get(path.format(draft.token, page)) for draft, page in drafts})
    where, what = path.format(same.token, "where"), path.format(same.token, "what")
    check({
        "new": clerk.get("/enquiries/new/"), "nowhere": clerk.post(where, {}),
        "nothing": clerk.post(what, {}),
        "kinds": clerk.post(what, {"looking_for": "speeding", "find": "1"}),
    })  # fmt: skip


def test_c25_her_councils_pages_and_her_own(signed_in, alice, council, now):
    clerk = signed_in(alice)
    member = council.members.get(user=alice)
    pages = {
        "council": [council.pk], "council_invite": [council.pk], "council_meetings": [council.pk],
        "council_end": [council.pk, member.pk], "your_letters": [], "your_details": [],
        "change_password": [],
    }  # fmt: skip
    check({name: clerk.get(reverse(name, args=args)) for name, args in pages.items()})


def test_c25_before_she_signs_in(client, council, alice, now, stopped_clock):
    Invitation.objects.create(
        council=council, name="Nora", email="nora@people.example", token_hash=hash_of("a-token"),
        invited_by=alice, invited_at=now, expires_at=now + timedelta(days=14),
    )  # fmt: skip
    pages = {name: client.get(reverse(name)) for name in BEFORE_SIGNING_IN}
    pages["invitation"] = client.get(reverse("invitation", args=["a-token"]))
    check(pages | {"no link": client.get(reverse("sign_in_link", args=["nothing"]))})
