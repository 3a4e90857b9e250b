"""A survey's token opens the survey, so no log may keep it."""

import logging

import pytest
from django.test import Client
from django.urls import reverse

from portal.logs import Line

TOKEN = "a-token-that-nobody-could-guess"


@pytest.mark.django_db
def test_a_refused_survey_leaves_no_token_in_the_log(caplog):
    console = next(h for h in logging.getLogger().handlers if isinstance(h.formatter, Line))
    Client(enforce_csrf_checks=True).post(reverse("survey", args=[TOKEN]), {"overall": "5"})
    lines = [console.format(record) for record in caplog.records]
    assert any("CSRF" in line and "/surveys/(token)/" in line for line in lines)
    assert not any(TOKEN in line for line in lines)
