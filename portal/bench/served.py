"""The catalogue, a static file and the barest page through one real web server, over one line.

As the product serves them: gunicorn, with all of the middleware. What is asked for in vain, and
what is sent whole, each stands beside its floor.
"""

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from statistics import median

from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone

from portal.sample.catalogue import make_catalogue

from .catalogue import KNOWN, STATIC

SAMPLES, TURNS, PATIENCE = 40, 25, 60
SERVER = ["-m", "gunicorn", "portal.bench.wsgi", "-k", "gthread", "-w", "1", "--threads", "4"]
# As the proxy of the council tells the portal.
SAID = {"Host": "testserver", "X-Forwarded-Proto": "https"}


def catalogue_served(rows: int) -> dict:
    """Time answers of 304 beside a static file's, and whole pages beside the barest page."""
    make_catalogue(now=timezone.now())
    page, hello = reverse("schemes"), reverse("floor_hello")
    with server() as port, closing(http.client.HTTPConnection("127.0.0.1", port)) as line:
        asked = {
            "page_304": (page, headers_of(line, page), 304),
            "static_304": (static(STATIC), headers_of(line, static(STATIC)), 304),
            "page": (page, SAID, 200),
            "hello": (hello, SAID, 200),
        }
        took: dict[str, list[float]] = {name: [] for name in asked}
        for _ in range(SAMPLES):
            for name, request in asked.items():
                took[name].append(timed(line, *request))
    each = {name: median(times) for name, times in took.items()}
    return {
        "bench": "catalogue_served",
        "rows": rows,
        "p50_ms": round(each["page_304"], 3),
        "floor_p50_ms": round(each["static_304"], 3),
        "ratio": round(each["page_304"] / each["static_304"], 2),
        "of_static_304": round(each["static_304"] / each["page_304"], 2),
        "page_ms": round(each["page"], 3),
        "hello_ms": round(each["hello"], 3),
        "page_of_hello": round(each["page"] / each["hello"], 2),
    }


def timed(line: http.client.HTTPConnection, path: str, headers: dict, status: int) -> float:
    """Return the milliseconds of one of many requests. Raises RuntimeError for another status."""
    began = time.perf_counter()
    for _ in range(TURNS):
        if (answered := ask(line, path, headers)[0]) != status:
            raise RuntimeError(f"{path} answered {answered} instead of {status}")
    return (time.perf_counter() - began) / TURNS * 1000


def headers_of(line: http.client.HTTPConnection, path: str) -> dict[str, str]:
    """Return what a browser sends that has the page already."""
    sent = ask(line, path, SAID)[1]
    return SAID | {header: sent[name] for header, name in KNOWN if name in sent}


def ask(line: http.client.HTTPConnection, path: str, headers: dict) -> tuple[int, dict]:
    line.request("GET", path, headers=headers)
    response = line.getresponse()
    response.read()
    return response.status, dict(response.getheaders())


@contextmanager
def server() -> Iterator[int]:
    """Start a web server and yield its port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, *SERVER, "-b", f"127.0.0.1:{port}", "--no-control-socket"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as child:
        try:
            wait_for(port)
            yield port
        finally:
            child.terminate()


def wait_for(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
