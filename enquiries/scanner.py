"""Asks clamd whether a file carries a virus. It is streamed: clamd needs no access to us."""

import socket
import struct
from urllib.parse import urlsplit

# Seconds to connect and for each answer. Past them nothing unscanned is let in.
CONNECT, ANSWER = 2, 20
CHUNK = 64 * 1024
LONGEST_ANSWER = 1024


class ScannerAway(Exception):
    """No verdict: the scanner did not answer, or not as it should."""


def virus_in(content: bytes, *, url: str) -> str:
    """Return the name of the virus found, or nothing. Raises ScannerAway.

    `url` is unix:/path/to/socket or tcp://host:port.
    """
    try:
        with opened(url) as line:
            send(line, content)
            answer = read(line)
    except (OSError, ValueError) as away:
        raise ScannerAway(str(away)) from away
    if answer == "stream: OK":
        return ""
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    raise ScannerAway(answer)


def opened(url: str) -> socket.socket:
    parts = urlsplit(url)
    if parts.scheme == "unix":
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(CONNECT)
        try:
            line.connect(parts.path)
        except OSError:
            line.close()
            raise
    else:
        line = socket.create_connection((parts.hostname or "", parts.port or 3310), CONNECT)
    line.settimeout(ANSWER)
    return line


def send(line: socket.socket, content: bytes) -> None:
    line.sendall(b"zINSTREAM\0")
    for start in range(0, len(content), CHUNK):
        chunk = content[start : start + CHUNK]
        line.sendall(struct.pack(">I", len(chunk)) + chunk)
    line.sendall(struct.pack(">I", 0))


def read(line: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < LONGEST_ANSWER:
        more = line.recv(LONGEST_ANSWER)
        if not more:
            break
        said += more
    return said.rstrip(b"\0\n").decode("utf-8", "replace").strip()
