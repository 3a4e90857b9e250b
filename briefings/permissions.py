"""Who may do what at the desk. `check_` raises a sentence fit for the person."""


class Refused(Exception):
    """This may not be done, or not now. The message is fit to show.

    `field` names the box of the form that it is about, if it is about one.
    """

    def __init__(self, words: str, *, field: str | None = None):
        self.field = field
        super().__init__(words)


class Stale(Refused):
    """Somebody changed it meanwhile. Nothing was written; show both and let the person decide."""


def may_gather(user) -> bool:
    """Add items between editions: everybody who works for the county."""
    return user.is_active and (user.works_for_county or user.is_editor)


def may_edit(user) -> bool:
    """Put editions together, send them and look after meetings."""
    return user.is_active and (user.is_editor or user.is_staff)


def may_approve(user) -> bool:
    """Be the second pair of eyes: another editor, a manager or an administrator."""
    return may_edit(user) or (user.is_active and user.is_manager)


def check_may_gather(user) -> None:
    if not may_gather(user):
        raise Refused("Only people who work for the county can do this.")


def check_may_edit(user) -> None:
    if not may_edit(user):
        raise Refused("Only editors of briefings can do this.")


def check_may_change(user, item) -> None:
    """Editors change every item; who gathered one changes it while it waits."""
    check_may_gather(user)
    if not may_edit(user) and (item.edition_id or item.added_by_id != user.pk):
        raise Refused("Only editors can change this. Ask one of them.")


def check_may_approve(user, edition) -> None:
    """Raise Refused for whoever had a hand in it: nobody approves her own work."""
    if not may_approve(user):
        raise Refused("Only another editor, a manager or an administrator can approve this.")
    if user.pk in authors_of(edition, edition.items.all()):
        raise Refused("Somebody who did not write this has to approve it.")


def authors_of(edition, items) -> set[int | None]:
    """Return who made, changed or submitted an edition, or wrote any of its items."""
    people = {edition.submitted_by_id, edition.changed_by_id, edition.made_by_id, *edition.hands}
    return people.union(*({item.added_by_id, item.changed_by_id} for item in items))
