"""What stands on the envelope and in the headers, whatever people are called or have typed."""

from email.utils import parseaddr

import pytest
from django.db import transaction

from post.models import Letter
from post.outbox import put
from post.tokens import read_bounce
from post.workflows import drain

pytestmark = pytest.mark.django_db(transaction=True)
Status = Letter.Status
AT_PEOPLE = "@people.example"
NASTY = [
    "Ann\r\nBcc: eve@evil.example",
    "Ann\nRCPT TO:<eve@evil.example>",
    "Ann\r\n.\r\nMAIL FROM:<eve@evil.example>",
    "Ann, eve@evil.example",
    "Ann; eve@evil.example",
    "Ann <eve@evil.example>",
    '"Ann" <eve@evil.example>, "',
    "Ann\x00eve",
    "Ann\u202eelpmaxe.live@eve",
    "Ann\u2028Bcc: eve@evil.example",
    "Ann\x85Bcc: eve@evil.example",
    "=?utf-8?q?Ann=0D=0ABcc=3A_eve=40evil=2Eexample?=",
    "Zoë Ž\u0301 🌳",
    "x" * 5_000,
    "\\\"'`$(reboot)%0d%0aBcc:eve@evil.example",
]


def brief(words: str) -> str:
    return ascii(words)[:40]


def arrived(sink, count: int = 1):
    return sink.wait_for(count)[-1]


def only_recipient(message, to: str) -> bool:
    copies = [message[name] for name in ("Cc", "Bcc", "Resent-To")]
    return message["X-Envelope-To"] == to and message["To"] == to and not any(copies)


@pytest.mark.parametrize("words", NASTY, ids=brief)
def test_whatever_is_typed_reaches_exactly_one(words, plain_letter, no_nudge, clock, mail_to_sink):
    with transaction.atomic():
        for name in "ab":
            to, shown = f"{name}{AT_PEOPLE}", {"words": words if name == "a" else "plain"}
            put(letter=plain_letter, to=to, key=name, context=shown, at=clock.now)
    assert drain(clock=clock) == {"taken": 2}
    for name, message in zip("ab", mail_to_sink.wait_for(2), strict=True):
        assert only_recipient(message, f"{name}{AT_PEOPLE}")
        assert len(message.get_all("Subject")) == 1
        assert not set(message["Subject"]) & set("\r\n\x00\u202e\u2028\x85")


@pytest.mark.parametrize("field", ["subject", "to", "reply_to", "unsubscribe_url", "message_id"])
def test_a_row_written_behind_the_doors_back_hurts_only_itself(write, clock, mail_to_sink, field):
    """Even where the outbox was gone around, nobody else gets a copy and the queue goes on."""
    limit = Letter._meta.get_field(field).max_length
    for number, words in enumerate(NASTY):
        value = f"{number}{words}".replace("\x00", "")[:limit]
        Letter.objects.filter(pk=write("a", key=f"{number}").pk).update(**{field: value})
    write("b")
    drain(clock=clock)
    assert Letter.objects.get(key="key:b").status == Status.SENT
    ends = set(Letter.objects.values_list("status", flat=True))
    assert ends <= {Status.SENT, Status.FAILED}
    for message in mail_to_sink.messages:
        assert message["X-Envelope-To"] in {f"a{AT_PEOPLE}", f"b{AT_PEOPLE}"}
        assert not message["Bcc"] and not message["Cc"]


@pytest.mark.parametrize("name", NASTY, ids=brief)
def test_whatever_the_service_is_called_the_sender_is_one(
    write, clock, mail_to_sink, settings, name
):
    settings.DEFAULT_FROM_EMAIL = f"{name} <post@county.example>"
    write("a")
    assert drain(clock=clock) == {"taken": 1}
    message = arrived(mail_to_sink)
    assert only_recipient(message, f"a{AT_PEOPLE}")
    assert message["X-Envelope-From"] == "post@county.example"
    assert [address.addr_spec for address in message["From"].addresses] == ["post@county.example"]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Roads, Paths & Signals <post@county.example>", "Roads, Paths & Signals"),
        ('"Roads, Paths" <post@county.example>', "Roads, Paths"),
        ('The "Roads" Team <post@county.example>', 'The "Roads" Team'),
        ("Añjou County <post@county.example>", "Añjou County"),
        ("post@county.example", ""),
    ],
)
def test_the_senders_name_arrives_as_written(write, clock, mail_to_sink, settings, written, name):
    settings.DEFAULT_FROM_EMAIL = written
    write("a")
    drain(clock=clock)
    [sender] = arrived(mail_to_sink)["From"].addresses
    assert (sender.display_name, sender.addr_spec) == (name, "post@county.example")


def test_replies_go_where_the_letter_says_or_to_the_contact(write, clock, mail_to_sink, settings):
    settings.CONTACT_EMAIL = "contact@county.example"
    Letter.objects.filter(pk=write("a").pk).update(reply_to="post+r-1@county.example")
    write("b")
    drain(clock=clock)
    messages = {message["To"]: message for message in mail_to_sink.wait_for(2)}
    assert messages[f"a{AT_PEOPLE}"]["Reply-To"] == "post+r-1@county.example"
    assert messages[f"b{AT_PEOPLE}"]["Reply-To"] == "contact@county.example"


def test_bounces_go_to_an_address_that_names_the_letter(write, clock, mail_to_sink, settings):
    settings.BOUNCE_ADDRESS = "bounces@county.example"
    letter = write("a")
    drain(clock=clock)
    message = arrived(mail_to_sink)
    returns = message["X-Envelope-From"]
    assert returns.startswith("bounces+") and returns.endswith("@county.example")
    assert len(returns.partition("@")[0]) <= 64
    assert read_bounce(returns) == letter.pk
    assert parseaddr(message["From"])[1] == parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    write("b")
    drain(clock=clock)
    assert arrived(mail_to_sink, 2)["X-Envelope-From"] != returns


def test_a_mailing_can_be_left_with_one_click(write, clock, mail_to_sink):
    url = "https://portal.example/briefings/leave/token"
    Letter.objects.filter(pk=write("a").pk).update(unsubscribe_url=url)
    write("b")
    drain(clock=clock)
    messages = {message["To"]: message for message in mail_to_sink.wait_for(2)}
    bulk, case = messages[f"a{AT_PEOPLE}"], messages[f"b{AT_PEOPLE}"]
    assert bulk["List-Unsubscribe"] == f"<{url}>"
    assert bulk["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert not case["List-Unsubscribe"] and not case["List-Unsubscribe-Post"]
    assert bulk["Auto-Submitted"] == case["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize(
    "to",
    [
        "a@people.example, b@people.example", "a@people.example b@people.example",
        "Ann <a@people.example>", "<a@people.example>", "a@people.example>", "a@", "@b", "",
        "a@people.example\r\nRCPT TO:<b@people.example>", "a@people\u202e.example",
    ],
    ids=brief,
)  # fmt: skip
def test_what_is_not_one_address_gets_nothing(write, clock, mail_to_sink, to):
    Letter.objects.filter(pk=write("a").pk).update(to=to)
    write("b", to="carol@people.example")
    assert drain(clock=clock) == {"never": 1, "taken": 1}
    assert [message["X-Envelope-To"] for message in mail_to_sink.wait_for(1)] == [
        "carol@people.example"
    ]
    assert Letter.objects.get(key="key:a").status == Status.FAILED


def test_a_body_of_a_megabyte_with_lines_of_any_length_arrives(write, clock, mail_to_sink):
    text = "ä" * 500_000 + "\n.\n" + "x" * 500_000 + "\n"
    Letter.objects.filter(pk=write("a").pk).update(text=text)
    assert drain(clock=clock) == {"taken": 1}
    plain = arrived(mail_to_sink).get_body(["plain"]).get_content().replace("\r\n", "\n")
    assert plain == text


def test_a_trial_writes_letters_into_a_folder(write, clock, settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    letter = write("a")
    assert drain(clock=clock) == {"taken": 1}
    [file] = settings.EMAIL_FILE_PATH.iterdir()
    assert letter.message_id in file.read_text()


def test_a_trial_shows_letters_on_the_screen(write, clock, settings, capsys):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    letter = write("a")
    assert drain(clock=clock) == {"taken": 1}
    assert letter.message_id in capsys.readouterr().out
