"""Each file that comes in is scanned, judged by its content and made afresh, or refused by name."""

import logging
import unicodedata
from dataclasses import dataclass

import pillow_heif
import puremagic
from django.conf import settings

from govuk import pictures

from .. import papers, scanner
from ..models import Photo

MOST_BYTES = 15 * 1024 * 1024
TYPES = {"image/jpeg", "image/png", "image/webp"}
logger = logging.getLogger(__name__)

NO_ROOM = "could not be saved, because we have no room for files just now. Your words are safe."
NOT_SCANNED = "could not be checked for viruses just now, so it is not added. Try again later."
INFECTED = "may carry a virus, so it is not added. Do not send it to anybody."
UNREADABLE = "could not be read as a photo."
WRONG_TYPE = "must be a photo (JPEG, PNG, HEIC or WEBP) or a PDF."
TOO_MANY_PIXELS = "has too many pixels. Send it in a smaller size."


class BadPhoto(Exception):
    """This file cannot be used as a photo. The message is fit to show."""


@dataclass(frozen=True)
class Made:
    """A photo or paper as we keep it, and its small picture as a JPEG."""

    form: Photo.Form
    content: bytes
    thumbnail: bytes

    @property
    def ending(self) -> str:
        return "pdf" if self.form == Photo.Form.PAPER else "jpg"


def clean(upload, name: str) -> Made:
    """Scan a file and make it afresh. Raises BadPhoto with a sentence that names it."""
    if getattr(upload, "is_lost", False):
        raise BadPhoto(f"“{name}” {NO_ROOM}")
    if upload.size == 0:
        raise BadPhoto(f"“{name}” is empty. Choose another photo.")
    if upload.size > MOST_BYTES:
        raise BadPhoto(f"“{name}” is larger than {MOST_BYTES // 1024 // 1024} MB.")
    upload.seek(0)
    content = upload.read()
    check_virus(content, name)
    if content.startswith(b"%PDF-"):
        return clean_paper(content, name)
    check_type(content[:4096], name)
    return clean_picture(upload, name)


def check_virus(content: bytes, name: str) -> None:
    """Ask the scanner, where there is one. Without its word nothing comes in."""
    if not settings.CLAMD_URL:
        return
    try:
        virus = scanner.virus_in(content, url=settings.CLAMD_URL)
    except scanner.ScannerAway as away:
        logger.error("The virus scanner gave no verdict: %s", type(away.__cause__).__name__)
        raise BadPhoto(f"“{name}” {NOT_SCANNED}") from away
    if virus:
        logger.warning("A virus was refused: %s", virus.encode("ascii", "replace").decode()[:100])
        raise BadPhoto(f"“{name}” {INFECTED}")


def check_type(start: bytes, name: str) -> None:
    """Judge a file by its content, never by its name."""
    try:
        kinds = {match.mime_type for match in puremagic.magic_string(start)}
    except (puremagic.PureError, ValueError):
        kinds = set()
    if not (kinds & TYPES or pillow_heif.is_supported(start)):
        raise BadPhoto(f"“{name}” {WRONG_TYPE}")


def clean_picture(upload, name: str) -> Made:
    try:
        upload.seek(0)
        jpeg = pictures.remake(upload)
        return Made(Photo.Form.PICTURE, jpeg, pictures.small(jpeg))
    except pictures.TooManyPixels as large:
        raise BadPhoto(f"“{name}” {TOO_MANY_PIXELS}") from large
    # Broken files make the library raise almost anything, SyntaxError and struct.error included.
    except Exception as broken:
        raise BadPhoto(f"“{name}” {UNREADABLE}") from broken


def clean_paper(content: bytes, name: str) -> Made:
    try:
        paper, picture = papers.remake(content)
    except papers.BadPaper as bad:
        raise BadPhoto(f"“{name}” {bad}") from bad
    return Made(Photo.Form.PAPER, paper, picture)


def shown_name(name: str | None) -> str:
    """Return the clerk's file name as harmless text; we never use it as a path."""
    text = unicodedata.normalize("NFKC", name or "photo")
    kept = "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Cc", "Cs"))
    return kept.strip()[-100:] or "photo"
