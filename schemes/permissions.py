"""Who may change the catalogue, publish it and sign its facts off."""

from django.core.exceptions import PermissionDenied


class Refused(Exception):
    """What was asked for cannot be done. The message is fit to be shown to the person.

    `field` names the box of the form that it is about, if it is about one.
    """

    def __init__(self, words: str, *, field: str | None = None):
        self.field = field
        super().__init__(words)


class Stale(Refused):
    """Somebody changed it meanwhile. Nothing was written; show both and let the person decide."""


def may_edit(user) -> bool:
    return user.is_authenticated and user.is_editor


def check_may_edit(user) -> None:
    """Raise PermissionDenied unless the person edits the catalogue."""
    if not may_edit(user):
        raise PermissionDenied("Only editors can change the catalogue.")


def may_sign_off(user) -> bool:
    return user.is_authenticated and user.is_engineer


def check_may_sign_off(user) -> None:
    """Raise PermissionDenied unless the person signs facts off as an engineer."""
    if not may_sign_off(user):
        raise PermissionDenied("Only an engineer who signs off schemes can do this.")


def may_work_on(user) -> bool:
    """Say whether the person may read what is not published yet."""
    return may_edit(user) or may_sign_off(user)


def check_may_publish(user, scheme) -> None:
    """Raise Refused for whoever wrote or sent any of what would be published."""
    check_may_edit(user)
    if user.pk in authors_of(scheme):
        raise Refused("You wrote or sent some of this. Somebody else must publish it.")


def authors_of(scheme) -> set[int]:
    """Return who made, changed, priced or sent a scheme since it was last published."""
    acts = ["made", "edited", "priced", "sent"]
    rows = type(scheme).steps.rel.related_model.objects.since_publishing(scheme)
    return set(rows.filter(what__in=acts).values_list("by_id", flat=True)) | {scheme.sent_by_id}
