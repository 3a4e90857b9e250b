"""A mailbox that speaks IMAP over a real line, and fails when a test tells it to."""

import re
import socketserver
import threading
from collections.abc import Iterator

import pytest

COMMAND = re.compile(r"(\S+) (?:UID )?(\S+) ?(.*)", re.IGNORECASE)


class Mailbox(socketserver.ThreadingTCPServer):
    """`put(raw)` delivers a message. `hang_up_at` names commands at which the line breaks."""

    daemon_threads = allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.messages: dict[int, bytes] = {}
        self.flags: dict[int, set[str]] = {}
        self.validity = 7
        self.hang_up_at: list[str] = []
        self.silent_at: list[str] = []
        self.said: list[str] = []
        self.released = threading.Event()
        self.url = (
            f"imap://post%40county.example:se%3Acret@127.0.0.1:{self.server_address[1]}/INBOX"
        )

    def put(self, raw: bytes) -> int:
        number = max(self.messages, default=0) + 1
        self.messages[number], self.flags[number] = raw, set()
        return number

    def unseen(self) -> list[int]:
        return [number for number, flags in self.flags.items() if "\\Seen" not in flags]


class Talk(socketserver.StreamRequestHandler):
    server: "Mailbox"

    def handle(self) -> None:
        self.say("* OK ready")
        while line := self.rfile.readline().decode().strip():
            match = COMMAND.match(line)
            assert match, line
            tag, command, rest = match[1], match[2].upper(), match[3]
            self.server.said.append(command)
            if command in self.server.silent_at:
                self.server.released.wait(10)
                return
            if command in self.server.hang_up_at:
                self.server.hang_up_at.remove(command)
                return
            self.say(f"{tag} {getattr(self, f'do_{command.lower()}')(rest)}")
            if command == "LOGOUT":
                return

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def do_capability(self, rest: str) -> str:
        self.say("* CAPABILITY IMAP4rev1")
        return "OK done"

    def do_login(self, rest: str) -> str:
        right = rest in ('post@county.example "se:cret"', '"post@county.example" "se:cret"')
        return "OK in" if right else "NO wrong password"

    def do_select(self, rest: str) -> str:
        self.say(f"* {len(self.server.messages)} EXISTS")
        self.say(f"* OK [UIDVALIDITY {self.server.validity}] valid")
        return "OK [READ-WRITE] selected" if rest == '"INBOX"' else "NO no such mailbox"

    def do_search(self, rest: str) -> str:
        found = set(self.server.unseen())
        if since := re.search(r"UID (\d+):\*", rest):
            newest = max(self.server.messages, default=0)
            found |= {n for n in self.server.messages if n >= int(since[1]) or n == newest}
        self.say("* SEARCH " + " ".join(map(str, sorted(found, reverse=True))))
        return "OK done"

    def do_fetch(self, rest: str) -> str:
        number, _, what = rest.partition(" ")
        raw = self.server.messages.get(int(number))
        if raw is not None and "RFC822.SIZE" in what:
            self.say("* 9 FETCH (UID 999 RFC822.SIZE 1)")
            self.say(f"* 1 FETCH (UID {number} RFC822.SIZE {len(raw)})")
        elif raw is not None:
            head = raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
            shown = head if "HEADER" in what else raw
            self.say(f"* 1 FETCH (UID {number} BODY[] {{{len(shown)}}}")
            self.wfile.write(shown + b")\r\n")
        return "OK done"

    def do_store(self, rest: str) -> str:
        number, _, flags = rest.partition(" ")
        self.server.flags[int(number)] |= set(re.findall(r"\\\w+", flags))
        return "OK done"

    def do_logout(self, rest: str) -> str:
        self.say("* BYE")
        return "OK bye"


@pytest.fixture
def mailbox(settings) -> Iterator[Mailbox]:
    """The mailbox that the settings name, and addresses for what comes back to it."""
    with Mailbox() as box:
        thread = threading.Thread(target=box.serve_forever, args=[0.05], daemon=True)
        thread.start()
        settings.INBOX_URL = box.url
        settings.REPLY_ADDRESS = settings.BOUNCE_ADDRESS = "post@county.example"
        yield box
        box.released.set()
        box.shutdown()
        thread.join()
