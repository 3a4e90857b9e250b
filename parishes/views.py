"""A council's own page: who acts for it, its meetings, and inviting a colleague."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import Request, note_letter
from accounts.tokens import hash_of
from accounts.views import welcome

from . import workflows
from .forms import EndForm, InviteForm, MeetingsForm
from .models import Council, Invitation
from .permissions import check_may_manage, councils_of, may_manage


def of_hers(view):
    """Fetch a council this person acts for; to anybody else it does not exist."""

    @wraps(view)
    def shown(request: Request, council: int, **rest) -> HttpResponse:
        found = get_object_or_404(councils_of(request.user, request.today), pk=council)
        return view(request, found, **rest)

    return shown


def managers_only(view):
    """For the clerk (see `permissions.may_manage`); her colleagues are told so."""

    @of_hers
    @wraps(view)
    def shown(request: Request, council: Council, **rest) -> HttpResponse:
        check_may_manage(request.user, council, request.today)
        return view(request, council, **rest)

    return shown


@require_safe
def our_council(request: Request) -> HttpResponse:
    """Lead to the one council, or let a person of several choose."""
    councils = list(councils_of(request.user, request.today))
    if len(councils) == 1:
        return redirect("council", council=councils[0].pk)
    return render(request, "parishes/councils.html", {"councils": councils})


@require_safe
@of_hers
def council(request: Request, council: Council) -> HttpResponse:
    members = council.members.current(request.today).select_related("user")
    return render(
        request,
        "parishes/council.html",
        {
            "council": council,
            "members": members.order_by("starts_on", "pk"),
            "parishes": council.parishes.select_related("district"),
            "invitations": council.invitations.open(request.now).select_related("invited_by"),
            "manages": may_manage(request.user, council, request.today),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@of_hers
def meetings(request: Request, council: Council) -> HttpResponse:
    initial = {"last_on": council.last_meeting_on, "next_on": council.next_meeting_on}
    form = MeetingsForm(posted(request), initial=initial, today=request.today)
    if form.is_valid():
        workflows.set_meetings(
            council=council, at=request.now, by=request.user, **form.cleaned_data
        )
        messages.success(request, "Saved.")
        return redirect("council", council=council.pk)
    return render(request, "parishes/meetings.html", {"council": council, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@managers_only
def invite(request: Request, council: Council) -> HttpResponse:
    form = InviteForm(posted(request), today=request.today)
    if form.is_valid() and attempt(
        form, "email", workflows.invite,
        council=council, at=request.now, by=request.user, **form.cleaned_data,
    ):  # fmt: skip
        messages.success(request, f"We have written to {form.cleaned_data['email']}.")
        return redirect("council", council=council.pk)
    return render(request, "parishes/invite.html", {"council": council, "form": form})


@require_POST
@managers_only
def withdraw(request: Request, council: Council, pk: int) -> HttpResponse:
    row = get_object_or_404(council.invitations, pk=pk)
    if workflows.withdraw(invitation=row, at=request.now, by=request.user):
        messages.success(request, f"The invitation to {row.name} is withdrawn.")
    return redirect("council", council=council.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@managers_only
def end(request: Request, council: Council, member: int) -> HttpResponse:
    """Set the last day of somebody's time, also of one's own."""
    current = council.members.current(request.today).select_related("user", "council")
    row = get_object_or_404(current, pk=member)
    form = EndForm(posted(request), initial={"last_day": row.ends_on or request.today})
    if form.is_valid() and attempt(
        form, "last_day", workflows.end_membership,
        membership=row, at=request.now, by=request.user, **form.cleaned_data,
    ):  # fmt: skip
        messages.success(request, f"Saved the last day of {row.user.name}.")
        return redirect("council", council=council.pk)
    context = {"council": council, "member": row, "form": form, "herself": row.user == request.user}
    return render(request, "parishes/end.html", context)


def posted(request: Request):
    return request.POST if request.method == "POST" else None


def attempt(form, field: str, verb, **words) -> bool:
    """Do it, and show a refusal at the field it is about."""
    try:
        verb(**words)
    except workflows.Refused as refused:
        form.add_error(field, str(refused))
        return False
    return True


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: Request, invitation: str) -> HttpResponse:
    """Show what is asked of whoever holds the link; pressing the button takes it up."""
    try:
        taken = request.method == "POST" and workflows.take_up(token=invitation, at=request.now)
    except workflows.Refused as refused:
        raise PermissionDenied(str(refused)) from refused
    if taken:
        return taken_up(request, invitation, *taken)
    rows = Invitation.objects.select_related("council", "invited_by")
    row = rows.filter(token_hash=hash_of(invitation)).first()
    if row and row.is_open(request.now):
        context = {"row": row, "until": timezone.localdate(row.expires_at)}
        return render(request, "parishes/invitation.html", context)
    return render(request, "parishes/dead_invitation.html", {"row": row}, status=404)


def taken_up(request: Request, token: str, person, is_new: bool) -> HttpResponse:
    """Let a new person in; who has an account signs in as ever, since the link is days old."""
    row = Invitation.objects.select_related("council").get(token_hash=hash_of(token))
    messages.success(request, f"You now act for {row.council}.")
    if is_new:
        response = welcome(request, person)
        note_letter(request, at=request.now)
        return response
    return redirect("home" if request.user == person else "sign_in")
