"""Markdown into HTML that can do no harm, and into plain text. HTML in it stays words."""

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urljoin

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

READER = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
TAGS = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p",
    "pre", "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
SCHEMES = {"http", "https", "mailto", "tel"}
CLASSES = {
    "p": "govuk-body", "ul": "govuk-list govuk-list--bullet", "ol": "govuk-list govuk-list--number",
    "a": "govuk-link", "h3": "govuk-heading-s", "h4": "govuk-heading-s", "h5": "govuk-heading-s",
    "h6": "govuk-heading-s", "table": "govuk-table", "th": "govuk-table__header",
    "td": "govuk-table__cell", "tr": "govuk-table__row", "thead": "govuk-table__head",
    "tbody": "govuk-table__body", "blockquote": "govuk-inset-text",
    "h2": "govuk-heading-m", "img": "app-picture",
}  # fmt: skip


def tokens_of(text: str) -> list[Token]:
    return READER.parse(text)


def inner(tokens: list[Token]) -> Iterator[Token]:
    """Yield every token, those inside lines too."""
    for token in tokens:
        yield token
        yield from inner(token.children or [])


def to_html(text: str, *, level: int = 3, base: str = "", styled: bool = True) -> SafeString:
    """Return the HTML of a text. Its headings begin at a level; links of ours begin with `base`.

    With `styled` it has the classes of our pages.
    """
    tokens = tokens_of(text)
    shallowest = min((int(t.tag[1]) for t in tokens if t.type == "heading_open"), default=level)
    for token in inner(tokens):
        if token.type.startswith("heading"):
            token.tag = f"h{min(int(token.tag[1]) - shallowest + level, 6)}"
        if base and token.type == "link_open":
            token.attrSet("href", absolute(str(token.attrGet("href")), base))
    html = clean(READER.renderer.render(tokens, READER.options, {}))
    return mark_safe(with_classes(html) if styled else html)  # noqa: S308 - nh3 has cleaned it


def absolute(address: str, base: str) -> str:
    return urljoin(f"{base}/", address) if address.startswith("/") else address


def clean(html: str) -> str:
    """Leave no tag, attribute or scheme that is not on our lists."""
    return nh3.clean(
        html, tags=TAGS, attributes={"a": {"href"}, "*": set()}, url_schemes=SCHEMES, link_rel=None
    )


def with_classes(html: str) -> str:
    return re.sub(r"<([a-z][a-z0-9]*)(?=[ >])", named, html)


def named(found: re.Match[str]) -> str:
    look = CLASSES.get(found[1])
    return f'{found[0]} class="{look}"' if look else found[0]


@lru_cache(maxsize=256)
def to_text(text: str, base: str = "") -> str:
    """Return the words of a text as a letter without HTML shows them, each link after its words."""
    return "\n\n".join(filter(None, blocks(tokens_of(text), base)))


def blocks(tokens: list[Token], base: str) -> Iterator[str]:
    marks: list[str] = []
    for token in tokens:
        if token.type == "list_item_open":
            marks.append(f"{token.info}. " if token.info else "- ")
        elif token.type == "inline":
            yield (marks.pop() if marks else "") + line(token.children or [], base)
        elif token.type in ("fence", "code_block"):
            yield token.content.rstrip()


def line(tokens: list[Token], base: str) -> str:
    """Write the words of one paragraph, without their marks."""
    said: list[str] = []
    links: list[str] = []
    for token in tokens:
        if token.type == "link_open":
            links.append(absolute(str(token.attrGet("href")), base))
        elif token.type == "link_close":
            said.append(link_after(said, links.pop()))
        elif token.type in ("softbreak", "hardbreak"):
            said.append("\n" if token.type == "hardbreak" else " ")
        elif token.type in ("text", "code_inline"):
            said.append(token.content)
    return "".join(said)


def link_after(said: list[str], link: str) -> str:
    """A link whose words are its address is not written twice."""
    return "" if said and said[-1] == link.removeprefix("mailto:") else f" ({link})"


def links_of(text: str) -> list[tuple[str, str]]:
    """Return each link's words and its address."""
    found: list[tuple[str, str]] = []
    for token in inner(tokens_of(text)):
        if token.type == "link_open":
            found.append(("", str(token.attrGet("href"))))
        elif token.type == "text" and found and not found[-1][0]:
            found[-1] = (token.content, found[-1][1])
    return found


def images_of(text: str) -> list[tuple[str, str]]:
    """Return each image's words and its address. None is ever shown: see `Image`."""
    images = (token for token in inner(tokens_of(text)) if token.type == "image")
    return [(token.content, str(token.attrGet("src"))) for token in images]
