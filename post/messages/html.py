"""HTML as plain text: nothing of it is run, fetched or shown as HTML."""

from html.parser import HTMLParser

import nh3

KEPT = {
    "blockquote", "br", "div", "h1", "h2", "h3", "h4", "hr", "li", "ol", "p", "table", "td", "tr",
    "ul",
}  # fmt: skip
SILENT = {"head", "math", "noscript", "script", "style", "svg", "template", "title"}
# Deeply nested elements take any reader a long time; no letter has so many.
MOST_TAGS = 10_000
# How mail programs mark the letter that is answered. What stands between quotes is her answer.
QUOTE_CLASSES = {"gmail_attr", "yahoo_quoted", "protonmail_quote", "moz-cite-prefix"}
REST_IS_QUOTED = {"divrplyfwdmsg", "appendonsend", "mail-editor-reference-message-container"}
LINES = KEPT - {"td"}


class Reader(HTMLParser):
    """Gathers words; quoted ones get the same mark as in plain text, so one rule cuts them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.quoted = 0
        # For each name, whether the open elements of that name are quotes, the innermost last.
        self.open: dict[str, list[bool]] = {}

    def handle_starttag(self, tag, attrs) -> None:
        given = {name: (value or "").lower() for name, value in attrs}
        self.quoted += given.get("id", "") in REST_IS_QUOTED
        marks = QUOTE_CLASSES.intersection(given.get("class", "").split())
        if tag not in ("br", "hr"):
            self.open.setdefault(tag, []).append(tag == "blockquote" or bool(marks))
            self.quoted += self.open[tag][-1]
        self.new_line(tag)
        if tag == "li":
            self.pieces.append("- ")

    def handle_endtag(self, tag) -> None:
        if self.open.get(tag):
            self.quoted -= self.open[tag].pop()
            self.new_line(tag)

    def handle_data(self, data) -> None:
        self.pieces.append(" ".join(f".{data}.".split())[1:-1])

    def new_line(self, tag: str) -> None:
        mark = "> " if self.quoted else ""
        self.pieces.append(f"\n{mark}" if tag in LINES else " ")


def html_to_text(html: str) -> str:
    """Return the words of a page, quoted ones marked with >. Takes anything, and not long."""
    few = "<".join(html.split("<", MOST_TAGS + 1)[: MOST_TAGS + 1])
    reader = Reader()
    reader.feed(well_formed(few))
    reader.close()
    return "\n".join(line.strip() for line in "".join(reader.pieces).split("\n"))


def well_formed(html: str) -> str:
    """Repair a page as browsers do. Python's own reader takes minutes over one made to be slow."""
    return nh3.clean(
        html,
        tags=KEPT,
        clean_content_tags=SILENT,
        attributes={"div": {"class", "id"}, "blockquote": {"class"}},
        link_rel=None,
    )
