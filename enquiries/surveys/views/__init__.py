"""The survey behind its link, and the county's pages about surveys."""

from .desk import case_survey, case_survey_paper, case_survey_take
from .imports import survey_import
from .link import survey, survey_change
from .results import survey_export, survey_results, survey_words
from .reviews import survey_review, survey_reviews

__all__ = [
    "case_survey",
    "case_survey_paper",
    "case_survey_take",
    "survey",
    "survey_change",
    "survey_export",
    "survey_import",
    "survey_results",
    "survey_review",
    "survey_reviews",
    "survey_words",
]
