"""C22 in a browser: a clerk invites a deputy, who starts; then the clerk's time ends."""

import re

import pytest
from playwright.sync_api import expect

from parishes.models import Council
from post.models import Letter

from .hands import follow, press, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_c22_a_deputy_is_invited_and_the_clerk_leaves(people, open_browser, look):
    page = open_browser("clerk")
    sign_in(page, "clerk@parish.example")
    page.goto("/councils/")
    look(page, "council-alone")
    follow(page, "Invite a colleague")
    press(page, "Send invitation")
    look(page, "invite-error")
    page.get_by_label("Name", exact=True).fill("Dev Deputy")
    page.get_by_label("E-mail address").fill("dev@parish.example")
    page.get_by_label("Deputy clerk").check()
    press(page, "Send invitation")
    look(page, "council-invited")

    text = Letter.objects.get(kind="parishes/invitation").text
    other = open_browser("deputy")
    other.goto(re.search(r"/invitations/\S+", text)[0])
    look(other, "invitation")
    press(other, "Accept and start")
    expect(other.get_by_text("You now act for Billesdon")).to_be_visible()
    look(other, "deputy-home")

    page.goto("/councils/")
    follow(page, "Change the last meeting")
    look(page, "meetings")
    press(page, "Save")
    follow(page, "Last day of Alice Clerk")
    look(page, "last-day")
    day = page.get_by_label("Day", exact=True)
    today = day.input_value()
    day.fill("99")
    press(page, "Save last day")
    look(page, "last-day-error")
    day.fill(today)
    press(page, "Save last day")
    expect(page.get_by_text("Saved the last day of Alice Clerk.")).to_be_visible()
    look(page, "council-two")
    council = Council.objects.get(parishes__name="Billesdon")
    assert council.members.exclude(ends_on=None).get().user.name == "Alice Clerk"
