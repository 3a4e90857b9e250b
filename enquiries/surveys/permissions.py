"""Who may take a survey for somebody, look into a low score, and read what people wrote."""

from django.db.models import Q

from enquiries.models import Event
from enquiries.permissions import Refused, yes_or_no

from .models import Review, Survey


def has_dealt_with(user, survey: Survey) -> bool:
    """Say whether somebody held an enquiry, closed it, or did anything to it."""
    answer = survey.answer
    held = {survey.officer_id, answer.answered_by_id, answer.enquiry.owner_id}
    return user.pk in held or Event.objects.filter(enquiry=answer.enquiry_id, by=user).exists()


def check_may_take(user, survey: Survey) -> None:
    """Write down what somebody says by telephone or on paper: an officer who did not handle it."""
    if not user.is_officer:
        raise Refused("Only officers of the county council can do this.")
    if has_dealt_with(user, survey):
        raise Refused(
            "You dealt with this enquiry. An officer who did not has to take these answers."
        )


def check_may_review(user, review: Review) -> None:
    """Look into a low score: managers, and the team's leader unless she dealt with it herself."""
    if not (may_read_words(user) or leads(user, review.survey)):
        raise Refused("Only the leader of the team and managers can do this.")
    if not may_read_words(user) and has_dealt_with(user, review.survey):
        raise Refused("You dealt with this enquiry. A manager has to look into this.")


def leads(user, survey: Survey) -> bool:
    return survey.team is not None and survey.team.leader_id == user.pk


def may_read_words(user) -> bool:
    """Say whether somebody may read what people wrote, and each score: managers."""
    return user.is_manager or user.is_staff


def may_see_results(user) -> bool:
    """Say whether somebody may see figures of many answers together."""
    return user.works_for_county


def check_may_import(user) -> None:
    """Take in what was answered elsewhere: managers, since they read the words."""
    if not may_read_words(user):
        raise Refused("Only managers can do this.")


def reviews_for(user):
    """Return the reviews that somebody looks into."""
    rows = Review.objects.select_related(
        "survey__answer__enquiry", "survey__team__leader", "survey__kind", "done_by"
    )
    if may_read_words(user):
        return rows
    return rows.filter(Q(survey__team__leader=user)) if user.is_officer else rows.none()


may_take = yes_or_no(check_may_take)
may_review = yes_or_no(check_may_review)
