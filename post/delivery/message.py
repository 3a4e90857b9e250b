"""A letter as a message: its headers, its envelope and its two parts."""

import re
from email.headerregistry import Address
from email.utils import format_datetime, formataddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from ..models import Letter
from ..plain import one_line
from ..tokens import bounce_address

NAMED = re.compile(r"(?P<name>.*)<(?P<address>[^<>]*)>\s*", re.DOTALL)
NAME_LIMIT = 100
# A line that sets parts apart has at most 70 marks (RFC 2046, 5.1.1).
NOT_PLAIN, BOUNDARY = re.compile(r"[^0-9A-Za-z]"), 60
# So begins a word in code, which a mail program shows as whatever it says.
CODED, PLAIN = "=?", "= ?"


class Copy(EmailMultiAlternatives):
    """A message whose parts are set apart by its own Message-ID, which no text can guess.

    So copies sent twice are equal to the byte, and nobody has to search the text for a mark that
    it does not hold.
    """

    def message(self):
        made = super().message()
        made.set_boundary("=_" + NOT_PLAIN.sub("", self.extra_headers["Message-ID"])[:BOUNDARY])
        return made


def message_of(letter: Letter) -> EmailMultiAlternatives:
    """Build the message. Copies sent twice are equal, Message-ID, Date and all.

    What comes back goes to the envelope's sender, which names the letter where a mailbox for
    bounces is set; what people write goes to the Reply-To.
    """
    name, address = sender()
    reply_to = letter.reply_to or settings.CONTACT_EMAIL
    message = Copy(
        subject=letter.subject.replace(CODED, PLAIN),
        body=letter.text,
        from_email=bounce_address(letter) or address,
        to=[letter.to],
        reply_to=[reply_to] if reply_to else None,
        headers={"From": formataddr((name, address))} | headers(letter),
    )
    message.attach_alternative(letter.html, "text/html")
    return message


def headers(letter: Letter) -> dict[str, str]:
    fixed = {
        "Message-ID": letter.message_id,
        "Date": format_datetime(letter.created_at),
        "Auto-Submitted": "auto-generated",
    }
    return fixed | (one_click(letter.unsubscribe_url) if letter.unsubscribe_url else {})


def one_click(url: str) -> dict[str, str]:
    """The way out of a mailing that mail programs show as a button (RFC 8058)."""
    return {
        "List-Unsubscribe": f"<{url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def sender() -> tuple[str, str]:
    """Return the name and the address of the setting, whatever marks the name holds.

    Raises ValueError where there is no one address.
    """
    written = settings.DEFAULT_FROM_EMAIL
    named = NAMED.fullmatch(written)
    name, address = (named["name"], named["address"]) if named else ("", written)
    shown = one_line(name).replace(CODED, PLAIN).strip(' "')[:NAME_LIMIT]
    return shown, Address(addr_spec=address.strip()).addr_spec
