"""Photos are served by us, to people who may see the enquiry, never from a public folder."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.requests import Request

from ..models import Enquiry, Photo

HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, max-age=3600",
}


@require_safe
def photo(request: Request, token) -> HttpResponse:
    """Show a photo; a stranger's, or one whose file is gone, is not found."""
    row = get_object_or_404(Photo.objects.select_related("draft"), token=token)
    if not may_see(request, row):
        raise Http404
    named = {"Content-Disposition": f'inline; filename="photo-{row.pk}.jpg"'}
    return HttpResponse(content(row), content_type="image/jpeg", headers=HEADERS | named)


def content(photo: Photo) -> bytes:
    """Read the whole file: we stored it small, at most 2000 pixels a side."""
    try:
        with photo.image.open("rb") as file:
            return file.read()
    except FileNotFoundError as gone:
        raise Http404 from gone


def may_see(request: Request, photo: Photo) -> bool:
    """Whoever may see the enquiry; before it is sent, only the draft's author."""
    if photo.enquiry_id is None:
        return photo.draft is not None and photo.draft.author_id == request.user.pk
    scope = Enquiry.objects.readable_by(request.user, on=request.today)
    return scope.filter(pk=photo.enquiry_id).exists()
