"""What the post hands to enquiries: replies by e-mail, and news of letters that did not arrive."""

from post import hooks
from post.workflows.replies import STRANGERS

from . import replies, unreached


def open_doors() -> None:
    """Let the post find us. Called when the product starts."""
    hooks.door(replies.DOOR, replies.receive)
    hooks.door(STRANGERS, replies.receive)
    hooks.on_unreached(unreached.tell_of)
