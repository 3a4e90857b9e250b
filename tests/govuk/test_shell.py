"""The page shell: landmarks, titles, security, weight, and nothing that only GOV.UK may wear."""

import base64
import gzip
import hashlib
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.contrib import messages
from django.contrib.messages.storage.base import BaseStorage
from django.core.management import call_command
from django.template import engines
from django.test.html import parse_html

from govuk.brand import contrast_with_white, stylesheet
from govuk.forms import Form

ROOT = Path(__file__).parents[2]
SCRIPT_HASH = "GUQ5ad8JK5KmEWmROf3LZd9ge94daqNvd8xy9YS1iDw="
PAGE = (
    '{% extends "base.html" %}{% block title %}Check and send{% endblock %}'
    "{% block content %}<h1>Check</h1>{% endblock %}"
)


class Messages(BaseStorage):
    """Messages kept in memory."""

    def _get(self, *args, **kwargs):
        return [], True

    def _store(self, messages, response, *args, **kwargs):
        return []


@pytest.fixture
def request_(rf, settings):
    settings.ROOT_URLCONF = "tests.govuk.urls"
    request = rf.get("/")
    request.user = SimpleNamespace(
        is_authenticated=False,
        works_for_county=True,
        is_editor=False,
        is_staff=False,
        shortcuts=False,
    )
    request._messages = Messages(request)
    return request


@pytest.fixture
def shell(request_):
    def drawn(source: str = PAGE, **context) -> str:
        html = engines["django"].from_string(source).render(context, request_)
        parse_html(html)
        return html

    return drawn


def test_title_is_thing_service_council(shell, settings):
    parts = ["Check and send", settings.SERVICE_NAME, settings.COUNCIL_NAME]
    title = " \u2013 ".join(parts)
    assert f"<title>{title}</title>" in shell()


def test_a_page_with_errors_says_so_in_its_title_and_on_top(shell):
    class One(Form):
        road = forms.CharField()

    html = shell(form=One({}))
    assert "<title>Error: Check and send" in html
    assert html.index("There is a problem") < html.index("<h1>")


def test_inline_script_has_the_published_hash(shell):
    (script,) = re.findall(r"<script>(.*?)</script>", shell(), re.S)
    assert base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() == SCRIPT_HASH


def test_landmarks(shell):
    html = shell()
    for start in ("<header ", "<main ", "<footer ", '<a href="#main-content"'):
        assert html.count(start) == 1


def test_signing_out_is_a_post(shell, request_):
    assert "Sign in" in shell()
    request_.user.is_authenticated = True
    request_.user.is_officer = request_.user.is_manager = request_.user.is_engineer = False
    work = SimpleNamespace(text="My work", url="/officer/", active=True)
    html = shell(nav=[work], resting_address=None)
    assert re.search(r'<form action="[^"]*sign_out[^"]*" method="post">', html)
    assert "csrfmiddlewaretoken" in html
    assert '<a class="govuk-service-navigation__link" href="/officer/" aria-current="true">' in html


def test_demo_strip_and_phase_banner_come_and_go(shell):
    assert "Demo data" in shell(demo=True, phase="beta")
    assert "Demo data" not in shell(demo=False, phase="")
    assert "govuk-phase-banner" not in shell(demo=False, phase="")


def test_own_colour_costs_one_more_request_only_where_set(shell):
    assert 'href="/brand.css/"' not in shell(own_colour=False)
    assert 'href="/brand.css/"' in shell(own_colour=True)


def test_a_success_message_is_a_green_banner_once(shell, request_):
    messages.success(request_, "Reply sent <b>")
    html = shell()
    assert "govuk-notification-banner--success" in html
    assert 'role="alert"' in html
    assert "Reply sent &lt;b&gt;" in html


def test_an_error_message_is_not_green(shell, request_):
    messages.error(request_, "Nothing was sent")
    assert "govuk-notification-banner--success" not in shell()


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500", "503"])
def test_error_pages_say_nothing_technical(shell, name):
    html = shell(f'{{% include "{name}.html" %}}', typed=[("problem", "<b>A hole</b>")])
    text = re.sub("<[^>]+>", " ", html)
    assert not re.search(r"\b(400|403|404|500|503|CSRF|exception|server error)\b", text)
    if name in ("403_csrf", "503"):
        assert "&lt;b&gt;A hole&lt;/b&gt;" in html


@pytest.mark.parametrize("name", ["400", "500", "503"])
def test_last_resort_pages_need_no_context(name):
    html = engines["django"].get_template(f"{name}.html").render({})
    assert "<h1" in html


def our_templates():
    return [*(ROOT / "templates").rglob("*.html"), *(ROOT / "govuk/templates").rglob("*.html")]


def test_no_inline_style_or_script_in_any_template():
    for file in our_templates():
        if "emails" not in file.parts:
            text = file.read_text()
            assert not re.search(r"\sstyle=|<style|\son\w+=", text), file
            inline = re.findall(r"<script(?![^>]*\ssrc=)[^>]*>", text)
            assert inline == (["<script>"] if file.name == "base.html" else []), file


@pytest.mark.parametrize(
    ("path", "limit"),
    [
        ("vendor/govuk-frontend/govuk.css", 20_000),
        ("vendor/govuk-frontend/govuk-frontend.min.js", 20_000),
        ("js/app.js", 1_000),
        ("js/session.js", 500),
    ],
)
def test_weight(path, limit):
    assert len(gzip.compress((ROOT / "static" / path).read_bytes(), 9)) <= limit


def test_nothing_that_only_govuk_may_wear():
    css = (ROOT / "static/vendor/govuk-frontend/govuk.css").read_text()
    for forbidden in ("GDS Transport", "crest", "@font-face", "url("):
        assert forbidden not in css
    shipped = {file.suffix for file in (ROOT / "static").rglob("*") if file.is_file()}
    assert not shipped & {".woff", ".woff2", ".ttf", ".map"}


@pytest.mark.filterwarnings("ignore")
def test_production_storage_hashes_module_imports(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STATICFILES_DIRS = [ROOT / "static"]
    settings.INSTALLED_APPS = ["django.contrib.staticfiles"]
    storage = {"BACKEND": "govuk.static_storage.Storage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": storage}
    call_command("collectstatic", interactive=False, verbosity=0)
    (app,) = (tmp_path / "js").glob("app.*.js")
    assert re.search(
        r'from "\.\./vendor/govuk-frontend/govuk-frontend\.min\.\w{12}\.js"', app.read_text()
    )


def test_brand_colour():
    assert stylesheet("#1D70B8") == ":root{--govuk-brand-colour:#1d70b8}\n"
    assert contrast_with_white("#000") == pytest.approx(21)
    assert contrast_with_white("#00594f") == pytest.approx(8.3, abs=0.2)


@pytest.mark.parametrize("colour", ["red", "#12", "#00594f}body{display:none", "#ffff00", ""])
def test_a_colour_that_cannot_be_used_is_refused(colour):
    with pytest.raises(ValueError):
        stylesheet(colour)


def test_no_banner_beside_an_error_summary(shell, request_):
    class One(Form):
        road = forms.CharField()

    messages.success(request_, "Reply sent")
    assert "Reply sent" not in shell(form=One({}))
    assert "Reply sent" in shell()
