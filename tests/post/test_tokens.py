"""Addresses that say what a message is about: only ours are believed."""

from types import SimpleNamespace

import pytest

from post.tokens import (
    BOUNCE_SALT,
    REPLY_SALT,
    bounce_address,
    code,
    read_bounce,
    read_reply,
    reply_address,
)


@pytest.fixture(autouse=True)
def addresses(settings):
    settings.REPLY_ADDRESS = "Parish-Enquiries@example.org"
    settings.BOUNCE_ADDRESS = "post@example.org"


def letter(pk: int) -> SimpleNamespace:
    return SimpleNamespace(pk=pk)


@pytest.mark.parametrize("number", [0, 1, 35, 36, 10_417, 1_000_417])
def test_what_is_written_is_read(number):
    address = reply_address("enquiry", number, number + 1)
    assert read_reply(address) == ("enquiry", number, number + 1)
    assert read_bounce(bounce_address(letter(number))) == number


def test_servers_may_change_the_case_and_wrap_it():
    address = reply_address("enquiry", 10_417, 7)
    for seen in (address.lower(), address.upper(), f"<{address}>", f" {address} "):
        assert read_reply(seen) == ("enquiry", 10_417, 7)


def test_the_local_part_is_as_long_as_the_standard_allows():
    local = reply_address("enquiry", 9_999_999, 999_999).partition("@")[0]
    assert len(local) <= 64


def test_a_base_with_no_room_for_the_code_gives_no_address(settings):
    settings.REPLY_ADDRESS = f"{'x' * 40}@example.org"
    assert reply_address("enquiry", 10_417, 7) == ""


def test_no_mailbox_no_address(settings):
    settings.REPLY_ADDRESS = settings.BOUNCE_ADDRESS = ""
    assert reply_address("enquiry", 10_417, 7) == bounce_address(letter(7)) == ""


def forgeries() -> list[str]:
    mine, code = "post+enquiry-81d-7", "aaaaaaaaaaaaaaaaaaaaaaaaaa"
    return [
        "", "@", "post@example.org", "post+@example.org", f"{mine}-{code}@example.org",
        f"{mine}-@example.org", f"{mine}@example.org", "post+-@example.org", "\x00+\x00-\x00@x",
        f"{mine}-ﬀ@x", "+" * 5000 + "@x", "-" * 5000 + "@x", "post+enquiry-81d-7-\ud800@x",
    ]  # fmt: skip


@pytest.mark.parametrize("address", forgeries())
def test_a_forgery_is_nothing(address):
    assert read_reply(address) is None and read_bounce(address) is None


def test_any_changed_character_is_a_forgery():
    for address, read in (
        (reply_address("enquiry", 10_417, 7), read_reply),
        (bounce_address(letter(10_417)), read_bounce),
    ):
        local, _, domain = address.lower().partition("@")
        start = local.index("+") + 1
        for place in range(start, len(local)):
            other = "a" if local[place] != "a" else "b"
            assert read(f"{local[:place]}{other}{local[place + 1 :]}@{domain}") is None


def test_a_code_for_one_use_is_none_for_another(settings):
    settings.BOUNCE_ADDRESS = settings.REPLY_ADDRESS
    assert read_reply(bounce_address(letter(7))) is None
    assert read_bounce(reply_address("b", 7, 7)) is None
    assert code("b7", BOUNCE_SALT, "key") != code("b7", REPLY_SALT, "key")


def test_another_key_makes_other_codes_and_an_old_one_still_counts(settings):
    address, old = reply_address("enquiry", 10_417, 7), settings.SECRET_KEY
    settings.SECRET_KEY = "another key, just as secret"
    assert read_reply(address) is None
    settings.SECRET_KEY_FALLBACKS = [old]
    assert read_reply(address) == ("enquiry", 10_417, 7)
