"""Photos are served by us, to people who may see the enquiry, never from a public folder."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.requests import Request
from govuk.files import HEADERS, JPEG, content

from ..models import Enquiry, Photo
from ..permissions import may_work

# Not for long: part of it may be blacked out.
FOR_A_WHILE = {"Cache-Control": "private, max-age=300"}
ANY = "application/octet-stream"


@require_safe
def photo(request: Request, token) -> HttpResponse:
    """Show a photo, or hand out a PDF to be saved; a stranger's is not found."""
    row = fetch(request, token)
    if row.form == Photo.Form.PAPER:
        return served(row.image, ANY, f'attachment; filename="paper-{row.pk}.pdf"')
    return served(row.image, JPEG, f'inline; filename="photo-{row.pk}.jpg"')


@require_safe
def small(request: Request, token) -> HttpResponse:
    """Show the small picture. Old photos have none: they are shown whole."""
    row = fetch(request, token)
    file = row.thumbnail if row.thumbnail or row.form == Photo.Form.PAPER else row.image
    return served(file, JPEG, f'inline; filename="photo-{row.pk}-small.jpg"')


def fetch(request: Request, token) -> Photo:
    row = get_object_or_404(Photo.objects.select_related("draft"), token=token)
    if not may_see(request, row):
        raise Http404
    return row


def served(file, content_type: str, disposition: str) -> HttpResponse:
    headers = HEADERS | FOR_A_WHILE | {"Content-Disposition": disposition}
    return HttpResponse(content(file), content_type=content_type, headers=headers)


def may_see(request: Request, photo: Photo) -> bool:
    """Whoever may see the enquiry; before it is sent, only who chose it."""
    if photo.enquiry_id is None:
        return photo.draft is not None and photo.draft.author_id == request.user.pk
    scope = Enquiry.objects.readable_by(request.user, on=request.today)
    if not scope.filter(pk=photo.enquiry_id).exists():
        return False
    if photo.is_waiting:
        return photo.added_by_id == request.user.pk
    return Photo.objects.shown_to(request.user).filter(pk=photo.pk).exists()


@dataclass(frozen=True)
class Shown:
    """A photo on a page: its words for who cannot see it, a note, where it can be blacked out."""

    photo: Photo
    alt: str
    note: str = ""
    black_out: str = ""

    @property
    def is_paper(self) -> bool:
        return self.photo.form == Photo.Form.PAPER

    @property
    def width(self) -> int:
        """Half the pixels there are: sharp on the screens of telephones."""
        return half(self.photo.thumbnail_width)

    @property
    def height(self) -> int:
        return half(self.photo.thumbnail_height)


def half(pixels: int) -> int:
    return max(pixels // 2, 1) if pixels else 0


# The photos of an enquiry by the key of the event they came with.
Shelf = dict[int | None, list[Shown]]


def shelf(enquiry: Enquiry, user) -> Shelf:
    """Return what a person sees under the event it came with; None holds what came at first."""
    photos = list(enquiry.photos.shown_to(user))
    copied = {photo.original_id for photo in photos if photo.original_id}
    found: Shelf = {}
    for number, photo in enumerate(photos, 1):
        words = f"Photo {number} of {len(photos)}"
        shown = for_officer(photo, words, enquiry, copied, user)
        found.setdefault(photo.event_id, []).append(shown)
    return found


def on_draft(photos) -> list[Shown]:
    """Return photos that are not sent yet, as their owner sees them."""
    return [
        Shown(photo, named(photo, f"Photo {number} of {len(photos)}"))
        for number, photo in enumerate(photos, 1)
    ]


def named(photo: Photo, words: str) -> str:
    paper = photo.form == Photo.Form.PAPER
    return f"First page of the PDF {photo.original_name}" if paper else words


def for_officer(photo: Photo, words: str, enquiry: Enquiry, copied: set, user) -> Shown:
    """Say of a photo what is blacked out, and lead those who may to the page for it."""
    note = "Blacked-out copy" if photo.original_id else ""
    if photo.pk in copied:
        return Shown(photo, named(photo, words), "Only the county sees this one")
    is_picture = photo.form == Photo.Form.PICTURE
    url = (
        reverse("black_out", args=[enquiry.number, photo.token])
        if is_picture and may_work(user)
        else ""
    )
    return Shown(photo, named(photo, words), note if user.works_for_county else "", url)
