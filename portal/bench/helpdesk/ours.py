"""Answers with our pages, in the process that has Django, to whoever asks on its standard input."""

from .speaker import Page, answer


def pages() -> dict[str, Page]:
    """Our page for each job of the peer's, as the benches ask for it."""
    from django.urls import reverse

    from ..benches import benches, get
    from ..stage import Stage

    by_name = {bench.name: Page(bench.ours, bench.status) for bench in benches()}
    stage, queue = Stage(), reverse("all_enquiries")
    team = stage.case.team_id
    return {
        "list": by_name["queue_page"],
        "list_of_team": Page(get(stage.officer, queue, team=team)),
        "list_closed": Page(get(stage.officer, queue, status="closed")),
        "search_common": by_name["search_page"],
        "search_rare": by_name["search_rare"],
        "search_nothing": by_name["search_nothing"],
        "case": by_name["case_page"],
        "my_work": by_name["my_work"],
        "dashboard": by_name["dashboard"],
        "log": by_name["log_enquiry"],
    }


def main() -> None:
    import django
    from django.conf import settings

    django.setup()
    settings.ROOT_URLCONF = "portal.bench.floor"
    from ..floor import make_rollup
    from ..run import count_figures

    make_rollup()
    count_figures()
    answer(pages())


if __name__ == "__main__":
    main()
