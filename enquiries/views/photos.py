"""Photos are served by us, to people who may see the enquiry, never from a public folder."""

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404

from ..models import Enquiry, Photo

CSP = "sandbox; default-src 'none'"
KEPT_SECONDS = 3600


def photo(request: HttpRequest, token) -> FileResponse:
    """Show a photo; a stranger's, or one whose file is gone, is not found."""
    row = get_object_or_404(Photo.objects.select_related("draft"), token=token)
    if not may_see(request, row):
        raise Http404
    try:
        content = row.image.open("rb")
    except FileNotFoundError as gone:
        raise Http404 from gone
    response = FileResponse(content, content_type="image/jpeg", filename=f"photo-{row.pk}.jpg")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = CSP
    response["Cache-Control"] = f"private, max-age={KEPT_SECONDS}"
    return response


def may_see(request: HttpRequest, photo: Photo) -> bool:
    """Whoever may see the enquiry; before it is sent, only the draft's author."""
    if photo.enquiry_id is None:
        return photo.draft.author_id == request.user.pk
    scope = Enquiry.objects.visible_to(request.user, on=request.today)
    return scope.filter(pk=photo.enquiry_id).exists()
