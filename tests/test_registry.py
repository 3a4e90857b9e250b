"""The permission registry: every address × every role × GET and POST × own, foreign, missing.

A row gives the status each role gets, in the order of ROLES. The record is always alice's: hers and
her deputy's own; carol's and gone's foreign. A missing record is a 404 to whoever is signed in, and
to a stranger it looks, byte for byte, like hers. An address without a row fails the suite.
"""

import io
import re
import uuid
from datetime import date, timedelta
from typing import NamedTuple

import pytest
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from PIL import Image

from accounts.models import SignInCode
from accounts.tokens import hash_of
from consistency import keeping
from consistency.models import SecondLook, Signal, Snapshot
from enquiries.deadlines.models import ClosureDay
from enquiries.models import Photo
from enquiries.surveys.models import Survey
from enquiries.surveys.workflows import frozen, reply
from parishes.models import Invitation
from post.models import Address, Letter, Mailing

from .briefings import records as briefings
from .catalogue import a_scheme
from .walk import what_lists_keep

pytestmark = pytest.mark.django_db

ROLES = ["anonymous", "alice", "deputy", "carol", "gone", "oscar", "maya", "edith", "adam"]
SURVEY_TOKEN = "a-survey-token-that-nobody-could-guess-0123456789"
MISSING = {
    "number": 99_999_999, "token": uuid.UUID(int=7), "council": 99_999_999, "pk": 99_999_999,
    "closure": 99_999_999, "address": 99_999_999, "mailing": 99_999_999, "what": "nothing",
    "link": "nothing", "invitation": "nothing", "member": 99_999_999,
    "slug": "nothing", "version": 99, "image": uuid.UUID(int=7),
    "view": 99_999_999,
    "scheme": "nothing", "topic": "nothing", "option": 99_999_999, "cost": 99_999_999,
    "example": 99_999_999, "picture": 99_999_999,
    "proposal": 99_999_999, "note": 99_999_999,
    "edition": 99_999_999, "item": 99_999_999, "figure": 99_999_999, "audience": 99_999_999,
    "meeting": 99_999_999, "paper": 99_999_999, "shown": uuid.UUID(int=7), "anchor": "nothing",
    "reader": "nothing", "asked": "nothing",
    "measure": "nothing", "question": "nothing", "month": "1999-01",
    "signal": 99_999_999, "look": 99_999_999, "review": 99_999_999,
}  # fmt: skip


class Route(NamedTuple):
    get: str
    post: str
    args: dict | None = None


# fmt: off
#            anon  alic dept caro gone osca maya edit adam
ALL_200   = "200   200  200  200  200  200  200  200  200"
ALL_302   = "302   302  302  302  302  302  302  302  302"
ALL_405   = "405   405  405  405  405  405  405  405  405"
ALL_404   = "404   404  404  404  404  404  404  404  404"
POSTS     = "302   405  405  405  405  405  405  405  405"
SIGNED_IN = "302   200  200  200  200  200  200  200  200"
GETS_405  = "403   405  405  405  405  405  405  405  405"
AUTHOR    = "302   200  404  404  404  404  404  404  404"
AUTHOR_S  = "403   200  404  404  404  404  404  404  404"
COUNCILS  = "302   200  200  200  404  404  404  404  404"
COUNCIL   = "302   200  200  404  404  302  302  404  302"
COUNCIL_S = "403   200  200  404  404  302  302  404  302"
CLERKS    = "302   200  403  404  404  404  404  404  404"
CLERKS_S  = "403   200  403  404  404  404  404  404  404"
READERS   = "302   404  404  404  404  200  200  404  200"
READERS_S = "403   404  404  404  404  405  405  404  405"
OFFICER   = "302   404  404  404  404  200  403  404  403"
OFFICER_S = "403   404  404  404  404  200  403  404  403"
FIGURES   = "302   404  404  404  404  404  200  404  200"
FIGURES_P = "403   404  404  404  404  404  200  404  200"
FIGURES_S = "403   404  404  404  404  404  405  404  405"

ADMINS    = "302   404  404  404  404  404  404  404  200"
ADMINS_S  = "403   404  404  404  404  404  404  404  200"
ADMINS_405 = "403  404  404  404  404  404  404  404  405"
ADMINS_302 = "403  404  404  404  404  404  404  404  302"
ADMINS_ONLY_POST = "302 404 404 404 404  404  404  404  405"

EDITOR    = "302   404  404  404  404  404  404  200  404"
EDITOR_S  = "403   404  404  404  404  404  404  200  404"
EDITORS   = "302   404  404  404  404  404  404  200  200"
EDITORS_S = "403   404  404  404  404  404  404  200  200"
PRESS     = Route("302   404  404  404  404  404  404  405  405",
                  "403   404  404  404  404  404  404  302  302")
PRESS_ALL = Route("302   404  404  404  404  405  405  405  405",
                  "403   404  404  404  404  302  302  302  302")
GATHER    = Route("302   404  404  404  404  200  200  200  200",
                  "403   404  404  404  404  200  200  200  200")
EYES      = Route("302   404  404  404  404  404  200  200  200",
                  "403   404  404  404  404  404  405  405  405")
EDIT = Route(EDITORS, EDITORS_S)

PUBLIC = Route(get=ALL_200, post=ALL_405)
NOT_HERE = Route(get=ALL_404, post=ALL_405)
REGISTRY: dict[str, Route] = {
    "home":            Route("200   200  200  200  200  302  302  200  302", ALL_405),
    "sign_in":         Route("200   302  302  302  302  302  302  302  302", ALL_200),
    "sign_in_letter":  Route(ALL_200, ALL_200),
    "sign_in_code":    Route(ALL_200, ALL_200),
    "sign_in_link":    Route(ALL_200, "302   302  302  302  302  302  302  302  302"),
    "sign_out":        Route(ALL_405, "302   302  302  302  302  302  302  302  302"),
    "stay_signed_in":  Route("302   405  405  405  405  405  405  405  405",
                             "403   204  204  204  204  204  204  204  204"),
    "change_password": Route(SIGNED_IN, "403   200  200  200  200  200  200  200  200"),
    "your_details":    Route(SIGNED_IN, "403   200  200  200  200  200  200  200  200"),
    "your_letters":    Route(SIGNED_IN, "403   200  200  200  200  200  200  200  200"),
    "shortcuts":       Route("302   404  404  404  404  200  200  404  200",
                             "403   404  404  404  404  200  200  404  200"),
    "find_parish": PUBLIC, "how_we_deal": PUBLIC,
    # The catalogue of schemes, as anybody reads it.
    "schemes": PUBLIC, "schemes_compare": PUBLIC, "schemes_how": PUBLIC, "schemes_data": PUBLIC,
    "schemes_json": PUBLIC, "schemes_csv": PUBLIC, "schemes_schema": PUBLIC,
    "schemes_changes": PUBLIC, "scheme": PUBLIC, "scheme_sheet": PUBLIC,
    "scheme_version": PUBLIC, "scheme_picture_file": PUBLIC,
    "scheme_ask":      Route("200   302  302  302  200  302  200  200  200", ALL_405),
    "data": PUBLIC, "accessibility": PUBLIC, "cookies": PUBLIC, "privacy": PUBLIC,
    "contact": PUBLIC, "brand.css": PUBLIC, "health_live": PUBLIC, "health_ready": PUBLIC,
    "survey":          Route(ALL_200, ALL_200),
    "survey_results":  Route(READERS, READERS_S),
    "survey_words":    Route(FIGURES, FIGURES_S), "survey_export": Route(FIGURES, FIGURES_S),
    "survey_import":   Route(FIGURES, FIGURES_P),
    "survey_reviews":  Route(FIGURES, FIGURES_S), "survey_review": Route(FIGURES, FIGURES_P),
    "case_survey":     Route(READERS, READERS_S),
    # Oscar dealt with it, so its answers are for another officer to take.
    "case_survey_take": Route("302   404  404  404  404  403  403  404  403",
                              "403   404  404  404  404  403  403  404  403"),
    "case_survey_paper": Route(READERS, READERS_S),
    # What has not been said cannot be changed.
    "survey_change":   Route(ALL_302, ALL_302),
    "invitation":      Route(ALL_200, "302   302  302  302  302  302  302  302  302"),
    # A council's own people; what only its clerk may do is refused to her deputy.
    "our_council":     Route("302   302  302  302  200  200  200  200  200", GETS_405),
    "council":         Route("302   200  200  404  404  404  404  404  404", GETS_405),
    "council_meetings": Route("302  200  200  404  404  404  404  404  404",
                              "403  302  302  404  404  404  404  404  404"),
    "council_invite":  Route(CLERKS, CLERKS_S),
    "council_end":     Route(CLERKS, CLERKS_S),
    "council_withdraw": Route(POSTS, "403 302  403  404  404  404  404  404  404"),
    # The clerk's side: her own, her deputy's; the county's people are sent to their own page.
    "our_enquiries":   Route("302   200  200  200  200  302  302  200  302", GETS_405),
    "meeting_report":  Route(COUNCILS, GETS_405),
    "meeting_report_csv": Route(COUNCILS, GETS_405),
    "meeting_report_text": Route(COUNCILS, GETS_405),
    "meeting_report_dates": Route(COUNCILS, GETS_405),
    "meeting_held":    Route(POSTS, "403   200  200  200  404  404  404  404  404"),
    "new_enquiry":     Route("302   200  200  200  403  302  403  403  403",
                             "403   200  200  200  403  302  403  403  403"),
    "map_outlines": Route(SIGNED_IN, GETS_405), "map_spot": Route(SIGNED_IN, GETS_405),
    "draft_where":     Route(AUTHOR, AUTHOR_S),
    "draft_what":      Route(AUTHOR, AUTHOR_S),
    "draft_check":     Route("302   302  404  404  404  404  404  404  404",
                             "403   302  404  404  404  404  404  404  404"),
    "draft_signpost":  Route("302   302  404  404  404  404  404  404  404",
                             "403   302  404  404  404  404  404  404  404"),
    "draft_similar":   Route("302   302  404  404  404  404  404  404  404",
                             "403   302  404  404  404  404  404  404  404"),
    "draft_discard":   Route(AUTHOR, "403   302  404  404  404  404  404  404  404"),
    "photo":           Route(AUTHOR, GETS_405),
    "photo_small":     Route(AUTHOR, GETS_405),
    "enquiry":         Route(COUNCIL, GETS_405),
    "enquiry_sent":    Route(COUNCIL, GETS_405),
    "enquiry_date":    Route(COUNCIL, GETS_405),
    "enquiry_reply":   Route("302   302  302  404  404  302  302  404  302", COUNCIL_S),
    "enquiry_add":     Route(COUNCIL, COUNCIL_S),
    "enquiry_withdraw": Route(COUNCIL, "403   302  302  404  404  302  302  404  302"),
    "enquiry_again":   Route(POSTS, "403   302  302  404  404  302  302  404  302"),
    "enquiry_unfollow": Route(POSTS, "403   302  302  404  404  302  302  404  302"),
    "enquiry_reopen":  Route("302   302  302  404  404  302  302  404  302", COUNCIL_S),
    # The catalogue's editors; nobody else learns that there is such a page.
    "scheme_desk":     Route(EDITOR, "403   404  404  404  404  404  404  302  404"),
    "scheme_prices_csv": Route(EDITOR, GETS_405), "scheme_edit": Route(EDITOR, GETS_405),
    "scheme_preview": Route(EDITOR, GETS_405), "scheme_history": Route(EDITOR, GETS_405),
    **dict.fromkeys(
        ("scheme_add", "scheme_prices", "scheme_name", "scheme_fact", "scheme_option_add",
         "scheme_option", "scheme_cost_add", "scheme_cost", "scheme_problems",
         "scheme_alternatives", "scheme_example_add", "scheme_example", "scheme_picture_add",
         "scheme_picture", "scheme_review", "scheme_synonyms"),
        Route(EDITOR, EDITOR_S),
    ),
    # An editor reads what is signed; only an engineer signs.
    "scheme_sign_off": Route(EDITOR, "403 404 404 404 404 404  404  403  404"),
    # The officer's side: managers and administrators read, officers act.
    "my_work":         Route(READERS, READERS_S),
    "all_enquiries":   Route(READERS, READERS_S),
    "search":          Route(READERS, READERS_S),
    "view_save":       Route(READERS, "403   404  404  404  404  200  200  404  200"),
    "view_remove":     Route("302   404  404  404  404  200  404  404  404",
                             "403   404  404  404  404  302  404  404  404"),
    # Without what to do, what to export or in which form there is no such page.
    "several":         Route("302   404  404  404  404  404  403  404  403",
                             "403   404  404  404  404  404  403  404  403"),
    "batch":           Route("302   404  404  404  404  200  403  404  403",
                             "403   404  404  404  404  405  403  404  403"),
    # Only an assignment can be undone; the page of the batch says so.
    "batch_undo":      Route("302   404  404  404  404  405  403  404  403",
                             "403   404  404  404  404  302  403  404  403"),
    "export":          Route("302   404  404  404  404  404  404  404  404",
                             "403   404  404  404  404  404  404  404  404"),
    "export_progress": Route("302   404  404  404  404  200  404  404  404",
                             "403   404  404  404  404  405  405  404  405"),
    "export_file":     Route("302   404  404  404  404  200  404  404  404",
                             "403   404  404  404  404  405  405  404  405"),
    "case":            Route(READERS, READERS_S),
    "log_choose":      Route(OFFICER, "403   404  404  404  404  405  403  404  403"),
    "log_on_behalf":   Route(OFFICER, OFFICER_S),
    "case_claim":      Route(OFFICER, "403   404  404  404  404  302  403  404  403"),
    "case_give_back":  Route(OFFICER, OFFICER_S),
    "case_photos":     Route(OFFICER, OFFICER_S),
    "case_note":       Route(OFFICER, OFFICER_S),
    "case_update":     Route(OFFICER, OFFICER_S),
    "case_ask":        Route(OFFICER, OFFICER_S),
    "case_answer":     Route(OFFICER, OFFICER_S),
    "case_approve":    Route(OFFICER, OFFICER_S),
    "case_stage":      Route(OFFICER, OFFICER_S),
    "case_send_back":  Route(OFFICER, OFFICER_S),
    "note_withdraw":   Route(OFFICER, "403   404  404  404  404  302  403  404  403"),
    "case_pass_on":    Route(OFFICER, OFFICER_S),
    "case_close":      Route(OFFICER, OFFICER_S),
    "case_extend":     Route(OFFICER, OFFICER_S),
    "case_replan":     Route(OFFICER, OFFICER_S),
    "case_correct_kind": Route(OFFICER, OFFICER_S),
    "case_assign":     Route(OFFICER, OFFICER_S),
    "case_priority":   Route(OFFICER, OFFICER_S),
    "case_parish":     Route(OFFICER, OFFICER_S),
    "case_reference":  Route(OFFICER, OFFICER_S),
    "case_merge":      Route(OFFICER, OFFICER_S),
    "case_split":      Route(OFFICER, OFFICER_S),
    "case_link":       Route(OFFICER, OFFICER_S),
    "case_unlink":     Route(OFFICER, OFFICER_S),
    "case_treat_as":   Route(OFFICER, OFFICER_S),
    "case_no_survey":  Route(OFFICER, OFFICER_S),
    "case_date":       Route(READERS, READERS_S),
    "black_out":  Route(OFFICER, OFFICER_S),
    "black_out_picture": Route(OFFICER, "403   404  404  404  404  405  403  404  403"),
    "consistency":       Route(FIGURES, FIGURES_S),
    "consistency_cases": Route(FIGURES, FIGURES_S),
    "consistency_decisions": Route(FIGURES, FIGURES_S),
    "consistency_signposted": Route(FIGURES, FIGURES_S),
    "consistency_csv":   Route(FIGURES, FIGURES_S),
    "consistency_question": Route(FIGURES, FIGURES_S),
    "consistency_cases_csv": Route(FIGURES, FIGURES_S),
    "consistency_workbook": Route(FIGURES, FIGURES_S),
    "consistency_snapshots": Route(FIGURES, FIGURES_S),
    "consistency_snapshot": Route(FIGURES, FIGURES_S),
    "consistency_snapshot_cases": Route(FIGURES, FIGURES_S),
    "consistency_publish": Route("302   404  404  404  404  404  405  404  405",
                                 "403   404  404  404  404  404  302  404  302"),
    "consistency_signals": Route(FIGURES, FIGURES_S),
    "consistency_signal": Route(FIGURES, "403   404  404  404  404  404  302  404  302"),
    "how_we_are_doing": Route(ALL_200, ALL_405),
    "second_looks": Route("302   404  404  404  404  200  404  404  404",
                          "403   405  405  405  405  405  405  405  405"),
    "second_look": Route("302   404  404  404  404  200  404  404  404",
                         "403   404  404  404  404  200  404  404  404"),
    "calendar":        Route(ADMINS, "403   404  404  404  404  404  404  404  405"),
    "closure_add":     Route(ADMINS, ADMINS_S),
    "closure_remove":  Route(ADMINS, "403   404  404  404  404  404  404  404  302"),
    "holidays_import": Route(ADMINS, ADMINS_S),
    "post_today": Route(ADMINS, ADMINS_405), "post_letters": Route(ADMINS, ADMINS_405),
    "post_letter":     Route(ADMINS, ADMINS_405),
    "post_release":    Route(ADMINS_ONLY_POST, ADMINS_302),
    "post_cancel":     Route("302   404  404  404  404  404  404  404  302", ADMINS_302),
    "post_end_rest":   Route(ADMINS_ONLY_POST, ADMINS_302),
    "post_pause":      Route(ADMINS_ONLY_POST, ADMINS_302),
    "post_resume":     Route(ADMINS_ONLY_POST, ADMINS_302),
    "post_cancel_mailing": Route(ADMINS, ADMINS_302),
    "my_address":      Route("302   405  405  405  405  405  405  405  405",
                             "403   302  302  302  302  302  302  302  302"),
    "status":          Route("302   403  403  403  403  403  403  403  200", GETS_405),
    "admin_sign_in":   Route("302   403  403  403  403  403  403  403  302",
                             "302   403  403  403  403  403  403  403  302"),
    # Briefings: read by all, written by editors, gathered by the county, seen by a second person.
    **dict.fromkeys(("briefings", "briefings_feed", "briefings_dates", "briefing", "news",
                     "briefing_dates", "item_text", "briefing_text", "briefing_image", "meetings",
                     "meeting",
                     "meetings_dates", "meeting_dates"), PUBLIC),
    **dict.fromkeys(("subscribe", "unsubscribe", "briefing_preferences"), Route(ALL_200, ALL_200)),
    **dict.fromkeys(("meeting_new", "meeting_edit", "meeting_paper", "briefing_rhythm", "audience",
                     "audience_new", "item_correct", "edition_new", "edition_change",
                     "edition_schedule"), EDIT),
    **dict.fromkeys(("meeting_paper_remove", "item_place", "edition_take_in", "edition_delete",
                     "edition_test"), PRESS),
    **dict.fromkeys(("item_remove", "item_picture_remove"), PRESS_ALL),
    **dict.fromkeys(("item_new", "briefing_item", "item_picture"), GATHER),
    **dict.fromkeys(("edition_desk", "edition_preview", "edition_ledger"), EYES),
    "subscribe_confirm": Route(ALL_200, "302 302 302 302 302 302 302 302 302"),
    "my_briefings":    Route("302   302  302  302  302  302  302  302  302", GETS_405),
    "item_ask":        Route(COUNCILS, "403   200  200  200  404  404  404  404  404"),
    "meeting_come":    Route(POSTS, "403   302  302  302  302  302  302  302  302"),
    "meeting_propose": Route(POSTS, "403   200  200  200  200  200  200  200  200"),
    "briefing_desk":   Route("302   404  404  404  404  200  200  200  200",
                             "403   404  404  404  404  405  405  405  405"),
    "edition_act":     Route("302   404  404  404  404  404  405  405  405",
                             "403   404  404  404  404  404  302  302  302"),
    # Without the bearer token of the settings it is not there.
    "notify_callback": Route(ALL_405, ALL_404),
    # Only in the demo.
    "demo_sign_in": Route(ALL_405, ALL_404), "demo_outbox": NOT_HERE, "demo_letter": NOT_HERE,
}
# fmt: on


def addresses(resolver=None, spaces: tuple[str, ...] = ()):
    """Yield (namespaced name, argument names) of every address the product answers."""
    for item in (resolver or get_resolver()).url_patterns:
        if isinstance(item, URLResolver):
            inner = spaces + ((item.namespace,) if item.namespace else ())
            yield from addresses(item, inner)
        elif isinstance(item, URLPattern):
            yield ":".join([*spaces, item.name or str(item.pattern)]), set(item.pattern.converters)


OURS = {name: args for name, args in addresses() if not name.startswith("admin:")}
ADMIN = [name for name, args in addresses() if name.startswith("admin:") and not args]


def test_every_address_stands_in_the_registry():
    assert set(OURS) == set(REGISTRY)


@pytest.fixture
def people(request) -> dict:
    return {role: request.getfixturevalue(role) for role in ROLES if role != "anonymous"}


@pytest.fixture
def records(people, enquiry, log, outcomes, reasons, now, settings, tmp_path) -> dict:
    """What the addresses point at: alice's enquiry, draft, photo, survey and letter."""
    from enquiries import workflows

    settings.MEDIA_ROOT = tmp_path
    alice, oscar = people["alice"], people["oscar"]
    draft = workflows.start_draft(
        council=enquiry.council, parish=enquiry.parish, asked_by=alice, road="Main Street",
        at=now, by=alice,
    )  # fmt: skip
    photo = Photo(draft=draft, added_by=alice, added_at=now)
    photo.image.save("photo.jpg", ContentFile(b"picture"))
    sent = Photo(enquiry=enquiry, added_by=alice, added_at=now)
    out = io.BytesIO()
    Image.new("RGB", (40, 30)).save(out, "JPEG")
    sent.image.save("sent.jpg", ContentFile(out.getvalue()))
    answered = log(road="Church Lane")
    untouched = log(road="Mill Lane")
    words = {"reason": None, "explanation": "Done.", "next_step": "Nothing."}
    outcome = outcomes["already"]
    row = workflows.answer(enquiry=answered, outcome=outcome, at=now, by=oscar, **words)
    Survey.objects.create(
        answer=row,
        token_hash=hash_of(SURVEY_TOKEN),
        invited_at=now,
        closes_at=now.replace(day=30),
        **frozen(row),
    )
    proposal = workflows.propose(enquiry=enquiry, outcome=outcome, at=now, by=oscar, **words)
    note = workflows.note(enquiry=enquiry, text="Ring the school.", at=now, by=oscar)
    closure = ClosureDay.objects.create(date=now.date(), why="Storm", added_by=people["adam"])
    address = Address.objects.create(address=alice.email, last="hard", last_at=now, rests_since=now)
    mailing = Mailing.objects.create(key="m", kind="test", name="Briefing", created_at=now)
    return {
        "address": address.pk, "mailing": mailing.pk, "closure": closure.pk,
        "number": enquiry.number, "draft": draft.token, "photo": photo.token,
        "link": sign_in_link_of(alice, now), "invitation": "an-invitation",
        "member": enquiry.council.members.get(user=alice).pk,
        "invited": invitation_of(alice, enquiry.council, now),
        "black": sent.token, "proposal": proposal.pk, "note": note.pk,
        **what_lists_keep(oscar, enquiry, now),
        **a_scheme(by=people["edith"], approver=people["adam"], at=now),
        "month": "2026-10", "signal": signal_of(now),
        "look": SecondLook.objects.create(enquiry=untouched, chosen_on=now.date()).pk,
        "survey": SURVEY_TOKEN, "surveyed": answered.number,
        "review": low_score_of(log(road="Park Lane"), outcome, now, oscar),
        "council": enquiry.council_id, "pk": Letter.objects.first().pk,
        "date": enquiry.deadlines.get(stage="answer").pk,
        **briefings.make(edith=people["edith"], maya=people["maya"], now=now),
    }  # fmt: skip


def signal_of(now) -> int:
    """Return a signal of October 2026, which is kept with one measure."""
    panel = {"code": "on-time", "title": "On time", "sentences": [], "columns": [], "codes": [],
             "lines": [], "question": "on-time"}  # fmt: skip
    cases = keeping.packed([])
    month = Snapshot.objects.create(
        month=date(2026, 10, 1), made_at=now, figures=[panel], cases=cases,
        sha256=keeping.digest([panel], cases),
    )  # fmt: skip
    return Signal.objects.create(
        snapshot=month, measure="on-time", name="Blaby", sentence="Blaby stands out."
    ).pk


def low_score_of(enquiry, outcome, now, by) -> int:
    """Return the review of an enquiry that was answered to nobody's satisfaction."""
    from enquiries import workflows

    words = {"reason": None, "explanation": "Done.", "next_step": "Nothing."}
    row = workflows.answer(enquiry=enquiry, outcome=outcome, at=now, by=by, **words)
    survey = Survey.objects.create(
        answer=row, token_hash="low", invited_at=now, closes_at=now.replace(day=30), **frozen(row)
    )
    reply(survey=survey, overall=1, comment="", at=now)
    return survey.reviews.get().pk


def sign_in_link_of(person, now) -> str:
    SignInCode.objects.create(
        person=person, link_hash=hash_of("a-link"), code_hash="", made_at=now,
        expires_at=now + timedelta(minutes=10),
    )  # fmt: skip
    return "a-link"


def invitation_of(person, council, now) -> int:
    return Invitation.objects.create(
        council=council, name="Nora", email="nora@people.example",
        token_hash=hash_of("an-invitation"), invited_by=person, invited_at=now,
        expires_at=now + timedelta(days=14),
    ).pk  # fmt: skip


def arguments(name: str, records: dict) -> dict:
    """The arguments of an address for alice's record."""
    known = dict(records, what="received", measure="on-time", question="stuck")
    known["token"] = records.get(name.split("_")[0])
    known["pk"] = records["date"] if name.endswith("_date") else records["pk"]
    is_public = name.startswith(("briefing_dates", "briefing_text", "item_text", "item_ask"))
    is_public = is_public or name == "briefing"
    if is_public or name == "edition_ledger":
        known["edition"] = records["sent_edition"]
    if name in ("case_survey_take", "case_survey_paper"):
        known["number"] = records["surveyed"]
    known["item"] = records["sent_item" if name == "item_correct" else "item"]
    known["pk"] = records["invited"] if name == "council_withdraw" else known["pk"]
    return {arg: known[arg] for arg in OURS[name]}


def client_of(role: str, people: dict) -> Client:
    client = Client(raise_request_exception=False)
    if role != "anonymous":
        client.force_login(people[role], "django.contrib.auth.backends.ModelBackend")
    return client


def ask(client: Client, method: str, url: str):
    """Send one request and put the world back as it was."""
    with CaptureQueriesContext(connection) as queries, transaction.atomic():
        response = getattr(client, method)(url)
        transaction.set_rollback(True)
    return response, [q["sql"] for q in queries.captured_queries]


def statuses(method: str, url: str, people: dict) -> dict[str, int]:
    return {role: ask(client_of(role, people), method, url)[0].status_code for role in ROLES}


# Who looks leaves a trace of herself, and none on what she looks at.
TRACES = re.compile(r'"(django_session|enquiries_opening)"')


# The records are made once for all that is asked of an address: making them takes longest.
@pytest.mark.parametrize("name", OURS)
def test_each_role_gets_what_the_registry_says(name, people, records, stopped_clock):
    url = reverse(name, kwargs=arguments(name, records))
    for method in ("get", "post"):
        expected = [int(status) for status in getattr(REGISTRY[name], method).split()]
        found = statuses(method, url, people)
        assert found == dict(zip(ROLES, expected, strict=True)), method
    check_that_looking_changes_nothing(url, people)


def check_that_looking_changes_nothing(url: str, people: dict) -> None:
    for role in ROLES:
        _, queries = ask(client_of(role, people), "get", url)
        writes = [q for q in queries if re.match(r"\s*(INSERT|UPDATE|DELETE|COPY)", q)]
        assert not [q for q in writes if not TRACES.search(q)]


# These are opened by a link from a letter, whoever holds it.
OPENED_BY_LINK = {
    "survey", "survey_change", "sign_in_link", "invitation", "subscribe_confirm", "unsubscribe",
    "briefing_preferences",
}  # fmt: skip
# Anybody reads these: who asks makes no difference.
FOR_ALL = {
    "scheme", "scheme_sheet", "scheme_ask", "scheme_version", "scheme_picture_file",
    "briefing", "briefing_dates", "item_text", "briefing_text", "briefing_image", "meeting",
    "meeting_dates",
}  # fmt: skip
OBJECTS = [name for name, args in OURS.items() if args and not name.startswith("demo")]


SCOPED = [name for name in OBJECTS if name not in OPENED_BY_LINK | FOR_ALL | {"item_ask"}]


@pytest.mark.parametrize("name", OBJECTS)
def test_a_missing_record_is_not_found(name, people, records, stopped_clock):
    url = reverse(name, kwargs={arg: MISSING[arg] for arg in OURS[name]})
    for method in ("get", "post"):
        found = statuses(method, url, people)
        anonymous = found.pop("anonymous")
        unasked = name in OPENED_BY_LINK | FOR_ALL
        assert anonymous in ({404, 405} if unasked else {302, 403})
        assert set(found.values()) <= {404, 405, 403}
        allowed = [role for role, status in found.items() if status == 403]
        assert set(allowed) <= {"maya", "adam"}, "only readers may learn that they may not act"
    if name in SCOPED:
        check_that_to_a_stranger_foreign_and_missing_look_the_same(name, url, people, records)


def check_that_to_a_stranger_foreign_and_missing_look_the_same(name, missing, people, records):
    hers = reverse(name, kwargs=arguments(name, records))
    for role in ("carol", "gone"):
        pages = [ask(client_of(role, people), "get", url)[0] for url in (hers, missing)]
        assert plain(pages[0], records) == plain(pages[1], records)


def plain(response, records: dict) -> bytes:
    """The page without what differs by design: the token of each form, and the address asked."""
    text = re.sub(rb'value="[A-Za-z0-9]{64}"', b"", response.content)
    names = [str(records[name]) for name in ("draft", "photo", "black")] + [str(MISSING["token"])]
    return re.sub("|".join(names).encode() + rb"|PE-[0-9-]+", b"", text)


@pytest.mark.parametrize("name", ADMIN)
def test_the_admin_is_for_administrators(name, people, stopped_clock):
    needs_app = {"app_label": "parishes"} if name == "admin:app_list" else None
    address = "/admin/nowhere/" if name.startswith("admin:(") else reverse(name, kwargs=needs_app)
    for role in ROLES:
        status = ask(client_of(role, people), "get", address)[0].status_code
        assert status < 500
        assert role == "adam" or status != 200 or name in ("admin:jsi18n", "admin:logout")
