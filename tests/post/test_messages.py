"""What a message is, decided from the message alone, whatever bytes come in."""

import random
from email.message import EmailMessage
from time import monotonic

import pytest

from post import messages

OURS = "letters.example.org"


def raw(*lines: str) -> bytes:
    return "\r\n".join(lines).encode(errors="surrogateescape")


def parse(*lines: str):
    return messages.parse(raw(*lines))


def said(text: str) -> str:
    return messages.words_of(parse("From: ann@people.example", "", text)).text


def report(*fields: str) -> bytes:
    return raw(
        "From: MAILER-DAEMON@mx.example", "Subject: Undelivered Mail Returned to Sender",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="B"', "",
        "--B", "Content-Type: text/plain", "", "I am sorry.", "",
        "--B", "Content-Type: message/delivery-status", "",
        "Reporting-MTA: dns; mx.example", "", "Final-Recipient: rfc822; ann@people.example",
        *fields, "",
        "--B", "Content-Type: message/rfc822", "",
        f"Message-ID: <{'a' * 32}@{OURS}>", "Subject: We need your answer", "", "text", "--B--", "",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "what", "is_final"),
    [
        (["Action: failed", "Status: 5.1.1", "Diagnostic-Code: smtp; 550 no such user"], "hard", 1),
        (["Action: failed", "Status: 5.0.0"], "hard", 1),
        (["Action: failed", "Status: 4.4.7 (too long in the queue)"], "soft", 1),
        (["Action: failed", "Status: 5.2.2", "Diagnostic-Code: smtp; 552 full"], "soft", 1),
        (["Action: failed", "Status: 5.7.1"], "soft", 1),
        (["Action: failed", "Diagnostic-Code: smtp; 550 unknown"], "hard", 1),
        (["Action: failed"], "soft", 1),
        (["Action: delayed", "Status: 4.4.1"], "soft", 0),
        (["Action: delivered", "Status: 2.0.0"], "delivered", 1),
    ],
)
def test_delivery_reports(fields, what, is_final):
    message = messages.parse(report(*fields))
    bounce = messages.bounce_in(message)
    assert (bounce.what, bounce.is_final) == (what, bool(is_final))
    assert messages.identities_in(message, OURS) == [f"<{'a' * 32}@{OURS}>"]


@pytest.mark.parametrize("fields", [["Action: relayed"], ["Action: expanded"], ["Nonsense"], [""]])
def test_reports_that_tell_of_no_end(fields):
    assert messages.bounce_in(messages.parse(report(*fields))) is None


def test_the_first_address_that_failed_counts():
    fields = ["Action: relayed", "", "Action: failed", "Status: 5.1.1"]
    assert messages.bounce_in(messages.parse(report(*fields))).what == "hard"


@pytest.mark.parametrize(
    ("head", "text", "what"),
    [
        ("From: MAILER-DAEMON@x.example\r\nSubject: failure notice", "<ann@x>:\n550 no", "hard"),
        ("From: postmaster@x.example\r\nSubject: Undeliverable: hi", "User unknown", "hard"),
        ("From: a@x\r\nX-Failed-Recipients: ann@x.example", "550 5.1.1 unknown", "hard"),
        ("From: a@x\r\nX-Failed-Recipients: ann@x.example", "host 5.1.2.3 said 452 full", "soft"),
        ("Return-Path: <>\r\nSubject: Mail delivery failed", "452 4.2.2 Mailbox full", "soft"),
        ("From: mailer-daemon@x\r\nSubject: Returned mail", "something went wrong", "soft"),
    ],
)
def test_bounces_in_other_words(head, text, what):
    body = f"{text}\n\nMessage-ID: <{'B' * 32}@{OURS.upper()}>"
    message = parse(head, "", body)
    assert messages.bounce_in(message).what == what
    assert messages.identities_in(message, OURS) == [f"<{'b' * 32}@{OURS}>"]


@pytest.mark.parametrize(
    "head",
    [
        "Subject: Re: Undeliverable parcels on Main Street", "Subject: failure notice board",
        "From: ann@people.example\r\nSubject: Mail delivery failed again at number 4",
    ],
)  # fmt: skip
def test_a_person_who_writes_of_failure_is_no_bounce(head):
    assert messages.bounce_in(parse(head, "", "550 5.1.1 was on the sign")) is None


@pytest.mark.parametrize(
    "head",
    [
        "Auto-Submitted: auto-replied", "auto-submitted: Auto-Generated; x=y", "X-Autoreply: yes",
        "X-Autorespond: a", "Precedence: bulk", "Precedence: AUTO_REPLY", "Precedence: junk",
        "Return-Path: <>", "Return-Path: ", "List-Id: <news.example>", "From: noreply@x.example",
        "From: MAILER-DAEMON@x.example", "Subject: Automatic reply: Your enquiry",
        "Subject: Out of Office: back on Monday", "Subject: Autoreply", "Subject: On annual leave",
        "Subject: =?utf-8?q?Out_of_the_office?=",
        "Content-Type: multipart/report; report-type=disposition-notification; boundary=B",
    ],
)  # fmt: skip
def test_automatic(head):
    assert messages.why_automatic(parse(head, "", "text"))


@pytest.mark.parametrize(
    "head",
    [
        "Auto-Submitted: no", "Precedence: normal", "Return-Path: <ann@people.example>",
        "Subject: Re: Automatic reply: Your enquiry", "Subject: Road out of office hours",
        "Subject: Re: We need your answer", "From: Post Master <ann.postmaster@x.example>",
    ],
)  # fmt: skip
def test_not_automatic(head):
    assert not messages.why_automatic(parse(head, "", "text"))


@pytest.mark.parametrize(
    "head",
    [
        f"Message-ID: <{'a' * 32}@{OURS}>", f"Message-ID: <x@{OURS.upper()}>",
        "From: Us <post@county.example>", "From: POST+enquiry-1-2-x@County.Example",
        "X-Loop: yes", "\r\n".join(["Received: by x"] * 51),
    ],
)  # fmt: skip
def test_loops(head):
    addresses = ["post@county.example", ""]
    assert messages.why_ours(parse(head, "", "text"), domain=OURS, addresses=addresses)


def test_no_loop():
    head = ["Message-ID: <x@evil-letters.example.org.uk>", "From: ann@people.example"]
    assert not messages.why_ours(parse(*head, "", "x"), domain=OURS, addresses=["p@c.example", ""])


QUOTED = "> We need something from you:\n> which side?\n"


@pytest.mark.parametrize(
    "rest",
    [
        f"On Wed, 18 Nov 2026 at 10:00, County <post@county.example> wrote:\n\n{QUOTED}",
        f"On Wed, 18 Nov 2026 at 10:00, County <post+enquiry-1-2-\nabc@x.example> wrote:\n{QUOTED}",
        "-----Original Message-----\nFrom: County\nSent: now\n\nWe need something",
        "________________________________\nFrom: County <p@c.example>\nSent: 18 November 2026"
        "\nTo: Ann\nSubject: We need your answer\n\nWe need something",
        "*From:* County\n*Date:* Wed\n*To:* Ann\n*Subject:* x\n\nWe need something",
        QUOTED, "-- \nAnn Clerk\n01234 567890", "--\nAnn Clerk", "Sent from my iPhone",
        "Get Outlook for iOS<https://aka.ms/x>\n\nFrom: C\nSent: x\nTo: y\n\nold",
        "---------- Forwarded message ---------\nFrom: x\n\nold",
    ],
)  # fmt: skip
def test_quoted_letters_and_signatures_are_cut(rest):
    found = said(f"The left side.\n\nIt floods daily.\n\n{rest}")
    assert found.rstrip("_\n ") == "The left side.\n\nIt floods daily."


@pytest.mark.parametrize(
    "text",
    [
        "The left side floods:\n- by the school\n- by the church\nPlease look.",
        "Yes.\n\nThanks, but the drain at number 4 is blocked too.\nCall me.",
        "On Monday the farmer wrote:\nno more ploughing.\nWhat now?",
        "From: the school\nto the church it floods.", "Sent: two letters.\nNo answer.",
        "On the left.\nOn the right.\nBoth wrote off.",
        "Kind regards are due to your team.\nThe hole is still there.",
    ],
)  # fmt: skip
def test_her_own_words_stay(text):
    assert said(text) == text


def test_answers_between_and_below_the_quotes_stay():
    text = f"On 18 Nov 2026 County <p@c.example> wrote:\n{QUOTED}The left.\n> Since when?\nMay.\n"
    assert said(text) == "The left.\nMay."


@pytest.mark.parametrize("text", ["", "   \n", QUOTED, f"On 1 May 2026 x@y wrote:\n{QUOTED}"])
def test_only_quotes_are_no_words(text):
    assert said(text) == ""


def of_html(html: str) -> str:
    message = EmailMessage()
    message.set_content(html, subtype="html")
    return messages.words_of(messages.parse(message.as_bytes())).text


def test_html_becomes_text_and_runs_nothing():
    html = (
        "<html><head><title>t</title><style>p{}</style></head><body><script>alert(1)</script>"
        "<p>The left &amp; right &lt;b&gt;</p><ul><li>one<li>two</ul>a<br>b<img src=http://x/>"
        '<div class="gmail_quote"><div class="gmail_attr">On 1 May 2026 x wrote:</div>'
        "<blockquote>old<p>older</blockquote>and below</div></body></html>"
    )
    text = of_html(html)
    assert [line for line in text.split("\n") if line] == [
        "The left & right <b>", "- one", "- two", "a", "b", "and below",
    ]  # fmt: skip


@pytest.mark.parametrize("mark", ["divRplyFwdMsg", "appendonsend"])
def test_what_outlook_puts_below_is_cut(mark):
    assert of_html(f'<p>Yes.</p><hr><div id="{mark}">From: x</div><div>old</div>') == "Yes."


def test_of_alternatives_the_text_is_read_and_else_the_html():
    message = EmailMessage()
    message.set_content("plain words")
    message.add_alternative("<p>other words</p>", subtype="html")
    message.add_attachment(b"notes", maintype="text", subtype="plain", filename="notes.txt")
    assert messages.words_of(messages.parse(message.as_bytes())).text == "plain words"
    message.get_body(("plain",)).set_payload("  ")
    assert messages.words_of(messages.parse(message.as_bytes())).text == "other words"


def test_a_long_text_is_cut_at_5000_words_and_says_so():
    words = messages.words_of(parse("", "word " * 6000))
    assert len(words.text.split()) == 5000 and words.was_cut
    assert not messages.words_of(parse("", "word " * 5000)).was_cut


@pytest.mark.parametrize(
    ("head", "sender"),
    [
        ("From: Ann <Ann@People.Example>", "ann@people.example"), ("From: nobody", ""),
        ("From: a@x.example, b@x.example", ""), ("From:", ""), ("X: y", ""),
        ("From: a@x.example\r\nFrom: b@x.example", ""),
        ('From: "ann@people.example" <bad@x.example>', "bad@x.example"),
        ("From: =?utf-8?q?ann=40people.example_=3Cann=40people.example=3E?= <bad@x.example>",
         "bad@x.example"),
        ("From: a@x.example\r\n bcc: b@x.example", ""),
        ("From: \udcff\udcfe <a@x.example>", "a@x.example"),
        ("From: \u202egro.elpmaxe <a@x.example>", "a@x.example"),
        (f"From: {'a' * 9000}@x.example", ""),
    ],
)  # fmt: skip
def test_the_sender_is_one_address_or_none(head, sender):
    assert messages.sender(parse(head, "", "x")) == sender


def test_a_subject_is_one_harmless_line():
    subject = "=?utf-8?q?a=0D=0ABcc=3A_b=40x=00?= =?utf-8?b?4oCu?= =?nonsense?q?c?= =?utf-8?b?!!!?="
    shown = messages.header(parse(f"Subject: {subject}", "", "x"), "Subject")
    assert "\n" not in shown and "\r" not in shown and "\x00" not in shown and "\u202e" not in shown


def test_files_have_harmless_names_and_logos_are_left_out():
    message = EmailMessage()
    message.set_content("words")
    for name in ("a\u202egpj.exe", "\u200b.htaccess\u200b", "../../etc/passwd", "x" * 500, ""):
        message.add_attachment(b"x", maintype="image", subtype="jpeg", filename=name)
    message.add_attachment(
        b"x", maintype="image", subtype="png", cid="<logo>", disposition="inline"
    )
    message.add_attachment(
        b"x" * 30_000, maintype="image", subtype="jpeg", cid="<photo>", disposition="inline"
    )
    names = [file.name for file in messages.files_in(messages.parse(message.as_bytes()))]
    assert names[:3] == ["a gpj.exe", ".htaccess", "../../etc/passwd"]
    assert len(names[3]) == 100 and names[4:] == ["a file without a name"] * 2


def nested(depth: int) -> bytes:
    head = "".join(
        f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(depth)
    )
    return f"From: ann@people.example\r\n{head}\r\nthe words\r\n".encode()


def garbage() -> list[bytes]:
    dice = random.Random(4)
    whole = report("Action: failed", "Status: 5.1.1")
    cuts = [whole[: dice.randrange(len(whole))] for _ in range(40)]
    noise = [dice.randbytes(dice.randrange(4000)) for _ in range(40)]
    spoilt = []
    for _ in range(60):
        copy = bytearray(whole)
        for _ in range(20):
            copy[dice.randrange(len(copy))] = dice.randrange(256)
        spoilt.append(bytes(copy))
    return cuts + noise + spoilt


ODD = {
    "nothing": b"",
    "only a head": b"From: a@x.example",
    "nested 100 deep": nested(100),
    "unknown charset": b"Content-Type: text/plain; charset=klingon\r\n\r\n\xff\xfe",
    "charset with a NUL": b"Content-Type: text/plain; charset=\x00\r\n\r\nx",
    "undecodable base64": b"Content-Transfer-Encoding: base64\r\n\r\n!!!=",
    "uuencode": b"Content-Transfer-Encoding: uuencode\r\n\r\nbegin 644\n\xff\nend",
    "no boundary": b"Content-Type: multipart/mixed\r\n\r\n--x\r\n\r\ny",
    "broken name": b"Content-Type: image/png; name*0*=utf-8''%ff; name*9=x; name*a*=b\r\n\r\nx",
    "zip in the name": b'Content-Type: text/plain; charset="utf-8\'; DROP"\r\n\r\nx',
    "rfc2231 charset": b"Content-Disposition: attachment; filename*=x'y'%00%E2\r\n\r\nx",
    "NUL everywhere": b"From: a@x.example\r\nSubject: \x00\r\n\r\na\x00b",
    "ten thousand headers": b"X-A: b\r\n" * 10_000 + b"\r\nx",
    "ten thousand parts": b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    + b"--b\r\n\r\nx\r\n" * 10_000,
}  # fmt: skip


@pytest.mark.parametrize("content", [*ODD.values(), *garbage()])
def test_anything_can_be_read(content):
    message = messages.parse(content)
    messages.bounce_in(message)
    messages.identities_in(message, OURS)
    messages.why_automatic(message)
    messages.why_ours(message, domain=OURS, addresses=["post@county.example"])
    shown = messages.words_of(message).text + messages.identity(message, content)
    shown += messages.sender(message) + "".join(file.name for file in messages.files_in(message))
    assert "\x00" not in shown
    messages.recipients(message)


SLOW = {
    "comments": "<!--", "opened": "<", "tags": "<a ", "quotes": "<a a='", "deep": "<div>",
    "quoted": "<blockquote>", "instructions": "<?", "entities": "&#", "attributes": "<div a=b ",
}  # fmt: skip


@pytest.mark.parametrize("piece", SLOW.values(), ids=SLOW.keys())
def test_html_made_to_be_slow_is_not(piece):
    started = monotonic()
    of_html(piece * (300_000 // len(piece)))
    assert monotonic() - started < 15


@pytest.mark.parametrize(
    "line", ["On a\n", "On wrote ", ">", "From: x\n", "\n", "Sent from my x\n"]
)
def test_text_made_to_be_slow_is_not(line):
    started = monotonic()
    said(line * (300_000 // len(line)))
    assert monotonic() - started < 10
