"""The verbs of an enquiry. Each is atomic, keyword-only, told the time (`at=`) and who (`by=`)."""

from .answers import answer, close, reopen, withdraw
from .approvals import approve, propose, send_back
from .batches import run_batch, undo_batch
from .black_out import black_out
from .drafts import discard_draft, save_draft, send_draft, start_draft
from .exports import ask_export, sweep_exports, write_exports
from .follow import follow, stop_following
from .log import log_enquiry
from .merging import merge
from .openings import note_opening
from .parts import link, split, unlink
from .passing import pass_on
from .photos import add_photo, hold_photo, remove_held_photo, remove_photo
from .procedures import treat_as
from .promises import correct_kind, extend, replan
from .questions import add_information, ask, reply
from .rehearsal import NotAsSeen, Rehearsed, do_as_seen, rehearse
from .saved_views import forget_view, save_view
from .signposts import choose_signpost, show_signpost
from .stages import move_stage
from .triage import assign, change_priority, correct_parish, note_reference, waive_survey
from .words import learn_words
from .work import claim, give_back, note, update, withdraw_note

__all__ = [
    "NotAsSeen",
    "Rehearsed",
    "add_information",
    "add_photo",
    "answer",
    "approve",
    "ask",
    "ask_export",
    "assign",
    "black_out",
    "change_priority",
    "choose_signpost",
    "claim",
    "close",
    "correct_kind",
    "correct_parish",
    "discard_draft",
    "do_as_seen",
    "extend",
    "follow",
    "forget_view",
    "give_back",
    "hold_photo",
    "learn_words",
    "link",
    "log_enquiry",
    "merge",
    "move_stage",
    "note",
    "note_opening",
    "note_reference",
    "pass_on",
    "propose",
    "rehearse",
    "remove_held_photo",
    "remove_photo",
    "reopen",
    "replan",
    "reply",
    "run_batch",
    "save_draft",
    "save_view",
    "send_back",
    "send_draft",
    "show_signpost",
    "split",
    "start_draft",
    "stop_following",
    "sweep_exports",
    "treat_as",
    "undo_batch",
    "unlink",
    "update",
    "waive_survey",
    "withdraw",
    "withdraw_note",
    "write_exports",
]
