"""Our own components, and the tags that gather what a template cannot."""

import pytest

TIMELINE = [
    {"title": "Answered <b>", "by": "Oscar", "date": "3 December 2026, 2:15pm", "text": "<i>No"},
    {"title": "Note", "date": "2 December 2026", "datetime": "2026-12-02", "internal": True},
]


def test_timeline(draw):
    html = draw("{% timeline items=items %}", items=TIMELINE)
    assert "Answered &lt;b&gt;" in html
    assert "&lt;i&gt;No" in html
    assert '<time datetime="2026-12-02">2 December 2026</time>' in html
    assert html.count("app-timeline__item--internal") == 1


def test_progress_tracker_says_in_words_where_we_are(draw):
    steps = [
        {"text": "Received", "done": True},
        {"text": "Being looked at", "current": True, "note": "Reply by 3 December"},
        {"text": "Answered"},
    ]
    html = draw("{% progress_tracker steps=steps %}", steps=steps)
    assert html.count('aria-current="step"') == 1
    assert ", done" in html
    assert ", not yet" in html


def test_filter_tags_can_be_removed(draw):
    items = [{"text": "Blaby", "href": "?status=open"}]
    html = draw("{% filter_tags items=items clear_url='?' %}", items=items)
    assert "Remove this filter: </span>Blaby" in html
    assert draw("{% filter_tags items=items %}", items=[]).strip() == ""


def test_summary_row(draw):
    html = draw('{% summary_row "Road" road change_url="/x/" hidden="the road" %}', road="<Main>")
    assert "&lt;Main&gt;" in html
    assert '<span class="govuk-visually-hidden"> the road</span>' in html
    assert "Not provided" in draw('{% summary_row "Road" road %}', road="")
    assert ">0<" in draw('{% summary_row "Photos" 0 %}')


def test_summary_list_takes_plain_text(draw):
    rows = [{"key": "Road", "value": "Main <Street>"}, {"key": "Photos", "value": 0}]
    html = draw("{% summary_list rows=rows %}", rows=rows)
    assert "Main &lt;Street&gt;" in html
    assert ">0<" in html


def test_table_cells_may_be_plain(draw):
    html = draw("{% table rows=rows first_cell_is_header=True %}", rows=[["Blaby", 0, "<b>"]])
    assert '<th scope="row" class="govuk-table__header">Blaby</th>' in html
    assert ">0</td>" in html
    assert "&lt;b&gt;" in html


@pytest.mark.parametrize("tag", ["details", "inset_text", "panel", "notification_banner"])
def test_block_tags_hold_html_and_escape_what_is_in_it(draw, tag):
    html = draw(f"{{% {tag} %}}<p>{{{{ word }}}}</p>{{% end{tag} %}}", word="<i>")
    assert "<p>&lt;i&gt;</p>" in html


@pytest.mark.parametrize("option", ["text", "html"])
def test_html_is_escaped_unless_it_is_safe(draw, option):
    assert "<script" not in draw(f"{{% tag {option}=word %}}", word="<script>")


def test_attributes_are_escaped(draw):
    html = draw("{% tag params %}", params={"text": "x", "attributes": {"data-x": '"><script>'}})
    assert "<script" not in html


def test_attributes_as_untrusted_text_are_refused(draw):
    with pytest.raises(TypeError, match="attributes must be a dict"):
        draw("{% tag params %}", params={"text": "x", "attributes": ' onclick="x"'})


def test_stat_tile_and_badge(draw):
    html = draw('{% stat_tile figure=0 label="Late" href="/late/" %}{% badge text="Late" %}')
    assert '<span class="app-tile__figure">0</span>' in html
    assert '<a class="govuk-link" href="/late/">Late</a>' in html
    assert '<strong class="app-badge">Late</strong>' in html
