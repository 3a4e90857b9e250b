"""Helpers for pages drawn from a form or a line of template."""

from types import SimpleNamespace

import pytest
from django.template import engines
from django.test.html import parse_html


@pytest.fixture
def draw():
    """`draw("{% tag text=word %}", word="New")` is the HTML."""

    def drawn(source: str, **context) -> str:
        return engines["django"].from_string(source).render(context)

    return drawn


@pytest.fixture
def draw_form(draw):
    """The error summary and the form, as base.html and a page put them together."""

    def drawn(form) -> str:
        html = draw("{% load crispy_forms_tags %}{% form_errors %}{% crispy form %}", form=form)
        parse_html(html)
        return html

    return drawn


@pytest.fixture
def attributes_of():
    """`attributes_of(html, id)` are the attributes of the element with that id."""

    def find(node, id_):
        for child in getattr(node, "children", ()):
            if not isinstance(child, str):
                if dict(child.attributes).get("id") == id_:
                    return SimpleNamespace(tag=child.name, all=dict(child.attributes))
                if found := find(child, id_):
                    return found
        return None

    return lambda html, id_: find(parse_html(f"<main>{html}</main>"), id_)
