"""Whatever stands in an address: not found, the first page, or home. Never a breakdown."""

import re
from itertools import product
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .walk import BACKEND, client_of

pytestmark = pytest.mark.django_db

PARAMETERS = [
    "next", "parish", "council", "road", "from", "status", "before", "after", "show", "q", "team",
    "owner", "due", "kind", "where", "page", "district", "by", "months", "since", "until",
    "council_kind", "division", "channel", "officer", "to", "start", "end", "thanks",
    "topic", "year", "edition", "as",
]  # fmt: skip
BAD = [
    "", "%00", "%ED%A0%80", "%FF", "-1", "0", "9" * 25, "1e9", "%EF%BC%90", "PE-10-001", "null",
    "x" * 5000, "..%2F..%2Fetc%2Fpasswd", "//elsewhere.example/", "javascript:alert(1)",
    "999999999999999999.1", "1.999999999999999999", "2027-02-31", "%0D%0ALocation:%20/", "parish-0",
    "district-" + "9" * 25, "parish-%C2%B2", "%C2%B2",
]  # fmt: skip
LISTS = {
    "alice": ["/", "/enquiries/", "/enquiries/new/", "/password/", "/councils/"],
    "oscar": ["/officer/", "/officer/enquiries/", "/officer/log/"],
    "maya": [
        "/consistency/",
        "/consistency/cases/received/",
        "/consistency/on-time.csv",
        "/consistency/demand/",
        "/consistency/cases/open/",
        "/consistency/cases.csv",
    ],
    "adam": ["/status", "/admin/login/"],
    "edith": ["/briefings/desk/", "/briefings/desk/items/new/"],
    None: [
        "/sign-in/",
        "/sign-in/letter/",
        "/sign-in/code/",
        "/surveys/a-token/",
        "/enquiries/",
        "/briefings/",
    ],
}


@pytest.fixture
def people(alice, oscar, maya, adam, edith, enquiry, stopped_clock) -> dict:
    known = {"alice": alice, "oscar": oscar, "maya": maya, "adam": adam, "edith": edith}
    return {None: None} | known


def test_every_parameter_of_every_page(people):
    for role, paths in LISTS.items():
        client = client_of(people[role])
        for path, bad in product(paths, BAD):
            response = client.get(f"{path}?{'&'.join(f'{name}={bad}' for name in PARAMETERS)}")
            assert response.status_code < 500, (path, bad)
            assert "elsewhere" not in response.get("Location", "").split("?")[0], (path, bad)


@settings(
    deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_parameters_by_chance(people, data):
    role = data.draw(st.sampled_from(list(LISTS)))
    path = data.draw(st.sampled_from(LISTS[role]))
    text = st.sampled_from(BAD) | st.text(max_size=30).map(quote)
    asked = data.draw(st.dictionaries(st.sampled_from(PARAMETERS), text, max_size=4))
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    assert client_of(people[role]).get(f"{path}?{query}").status_code < 500


@pytest.mark.parametrize(
    "path",
    ["/enquiries/%s/", "/enquiries/%s/reply/", "/officer/enquiries/%s/", "/officer/log/%s/",
     "/officer/enquiries/%s/answer/", "/enquiries/new/%s/what/", "/photos/%s/", "/surveys/%s/",
     "/sign-in/link/%s/", "/invitations/%s/", "/councils/%s/", "/councils/%s/invite/",
     "/consistency/cases/%s/", "/consistency/%s.csv", "/demo/outbox/%s/", "/briefings/%s/",
     "/briefings/unsubscribe/%s/", "/meetings/%s/", "/briefings/desk/items/%s/"],
)  # fmt: skip
def test_names_of_nothing_are_not_found(people, path):
    odd = ["%ED%A0%80", "%00", "0", "-1", "9" * 25, "PE-0", "PE-1", "PE-010-001", "pe-10-001",
           "PE-999-999-999-999-999", "PE-10-001%00", "00000000-0000-0000-0000-000000000000",
           "not-a-uuid", "x" * 5000, "%0A", "a" * 43 + "%FF"]  # fmt: skip
    for role, name in product(("alice", "oscar"), odd):
        client = client_of(people[role])
        for ask in (client.get, client.post):
            assert ask(path % name).status_code in (404, 405), (role, name)


@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "messages"])
def test_cookies_that_nobody_set(client, people, name):
    for value in ["\0", "é" * 40, "x" * 4000, '"', "a;b", "eyJ9:1:x"]:
        client.cookies[name] = value.encode("latin-1", "replace").decode("latin-1")
        assert client.get("/").status_code == 200
        assert client.get("/sign-in/").status_code == 200


ELSEWHERE = [
    "//elsewhere.example/", "https://elsewhere.example", "/\\e.example", "javascript:alert(1)",
    "/%0D%0Ax", "/" + "x" * 5000, "\0",
]  # fmt: skip


@pytest.mark.parametrize("bad", ELSEWHERE)
def test_after_an_act_nobody_is_led_elsewhere(people, enquiry, client, bad):
    client.force_login(people["oscar"], BACKEND)
    claim = reverse("case_claim", args=[enquiry.number])
    for response in (client.post(claim, {"next": bad}), client.get("/sign-in/", {"next": bad})):
        assert response.status_code == 302
        assert re.match(r"/[^/\\]|/$", response.url), response.url


def test_links_of_lists_survive_odd_filters(people, log, now, alice):
    """What the pages write back into their own links leads to pages again."""
    for number in range(60):
        log(road=f"Road & <{number}> ?=é")
    for role, path in (("alice", "/enquiries/?status=with_us"), ("oscar", "/officer/enquiries/")):
        client = client_of(people[role])
        page = BeautifulSoup(client.get(path).content, "html.parser")
        links = {a["href"] for a in page.find("main").find_all("a", href=re.compile(r"^\?"))}
        assert links
        for link in links:
            assert client.get(path.split("?")[0] + link).status_code == 200
