"""The post in a browser: an administrator decides, an officer and a clerk read who was told."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import User
from enquiries import workflows
from enquiries.models import Enquiry, Kind
from parishes.models import Council
from post.models import Address, Letter, Mailing

from .conftest import PASSWORD
from .hands import follow, press, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
CLERK = "clerk@parish.example"
LONG = "a.very.long.name.of.the.clerk.and.proper.officer@great-and-little-village.parish.example"


@pytest.fixture
def enquiry(people) -> Enquiry:
    """The clerk's enquiry of three days ago, which was looked at and asked about."""
    council = Council.objects.get(parishes__name="Billesdon")
    clerk, officer, at = people["clerk"], people["officer"], timezone.now() - timedelta(days=3)
    made = workflows.log_enquiry(
        council=council, parish=council.parishes.get(), kind=Kind.objects.get(code="SP1"),
        road="Main Street", description="Cars go too fast.", asked_by=clerk, token=uuid.uuid4(),
        at=at, by=clerk,
    )  # fmt: skip
    Letter.objects.update(status="sent", sent_at=at, attempts=1, data_started_at=at)
    Letter.objects.filter(to=CLERK).update(delivered_at=at + timedelta(minutes=1))
    workflows.update(enquiry=made, text="We count cars.", at=at + timedelta(days=1), by=officer)
    Letter.objects.filter(kind="enquiries/update").update(
        status="sent", sent_at=at + timedelta(days=1), bounced_at=at + timedelta(days=1)
    )
    workflows.ask(enquiry=made, text="Which side?", at=at + timedelta(days=2), by=officer)
    return made


@pytest.fixture
def post(enquiry) -> dict[str, Letter]:
    """Letters in every state, addresses that rest and a mailing under way."""
    now = timezone.now()
    mailing = Mailing.objects.create(
        key="briefing-30", kind="briefings/edition", name="Briefing 30, 20 November 2026",
        created_at=now, written_at=now,
    )  # fmt: skip
    states = {
        "waiting": {"mailing": mailing, "priority": 9},
        "sent": {"sent_at": now, "mailing": mailing},
        "parked": {"error": "It may have been sent. The line broke after the text.", "attempts": 1,
                   "data_started_at": now, "policy": "park", "about": enquiry.reference},
        "failed": {"error": "550 5.1.1 Recipient address rejected: no such user", "to": LONG,
                   "attempts": 1},
        "dropped": {"error": "Letters to this address came back, so it rests."},
        "kept": {},
    }  # fmt: skip
    made = {
        status: Letter.objects.create(
            **({"kind": "test", "key": f"made:{status}", "message_id": f"<{status}@x.example>",
                "to": f"{status}@parish.example", "html": "", "created_at": now, "not_before": now,
                "subject": f"News of your enquiry – Main Street, Billesdon – {enquiry.reference}",
                "text": "We have looked at Main Street.\n\nhttps://example.org/enquiries/\n",
                "status": status} | more)
        )
        for status, more in states.items()
    }  # fmt: skip
    for address in (CLERK, LONG):
        Address.objects.create(
            address=address, last="hard", last_at=now, rests_since=now,
            words=f"550 5.1.1 <{address}>: Recipient address rejected: User unknown",
        )  # fmt: skip
    return made


@pytest.fixture
def administrator(people) -> User:
    return User.objects.create_user(
        "admin@county.example", PASSWORD, name="Adam Admin", is_staff=True
    )


def test_an_administrator_decides_about_letters(post, administrator, open_browser, look):
    admin = open_browser("admin")
    sign_in(admin, administrator.email)
    admin.goto("/post/")
    look(admin, "post-today")
    main = admin.get_by_role("main")
    press(admin, "Pause with Briefing 30, 20 November 2026")
    look(admin, "mailing-paused")
    press(admin, "Go on with Briefing 30, 20 November 2026")
    press(admin, f"Let letters go again to {LONG}")
    expect(main).to_contain_text(f"Letters go to {LONG} again.")
    admin.goto("/post/letters/?state=person")
    look(admin, "letters")
    admin.goto("/post/letters/?q=PE-1-1")
    look(admin, "letters-none")

    admin.goto(f"/post/letters/{post['parked'].pk}/")
    look(admin, "letter-parked")
    press(admin, "Send it again")
    expect(main).to_contain_text("waits to be sent.")
    look(admin, "letter-released")

    admin.goto(f"/post/letters/{post['failed'].pk}/")
    look(admin, "letter-failed")
    follow(admin, "Do not send it")
    look(admin, "cancel")
    press(admin, "Do not send it")
    look(admin, "cancel-error")
    admin.get_by_label("Why it must not be sent").fill("She telephoned and knows.")
    press(admin, "Do not send it")
    look(admin, "letter-cancelled")
    admin.goto("/status")
    look(admin, "status")


def test_an_officer_and_a_clerk_read_who_was_told(post, enquiry, open_browser, look):
    officer = open_browser("officer")
    sign_in(officer, "officer@county.example")
    officer.goto(f"/officer/enquiries/{enquiry.reference}/")
    look(officer, "case-told")
    main = officer.get_by_role("main")
    expect(main).to_contain_text("We could not e-mail this clerk.")
    expect(main).to_contain_text("1 address is failing.")

    clerk = open_browser("clerk")
    sign_in(clerk, CLERK)
    look(clerk, "home-address-rests")
    clerk.goto(f"/enquiries/{enquiry.reference}/")
    look(clerk, "enquiry-told")
    expect(clerk.get_by_role("main")).to_contain_text("We told Alice Clerk.")
    press(clerk, "My address is right, try again")
    look(clerk, "address-vouched")
    expect(clerk.get_by_role("main")).to_contain_text("We will try your address again.")
    expect(clerk.get_by_role("heading", name="come back")).to_have_count(0)
