"""A mail server that does what the address tells it, and writes down what it took.

`python -m tests.drills.sink PORT JOURNAL` runs it as a process of its own. An address such as
`rcpt.450.2.n17@drill.example` is answered 450 at RCPT the first two times, and then taken. The
stages are rcpt, data (before the text is taken) and taken (after it). Instead of a code:
`drop` hangs up, `hang` says nothing for a minute, `drip` answers ten bytes in a second, and
`crawl` goes on like that for a minute.
`pace.` as a prefix makes each RCPT last 100 ms, as a server does that looks the address up, and
`late.` the answer after the text, as a server does that scans it.
A file `mood` beside the journal holds what to answer to every sender, such as 421.
"""

import asyncio
import re
import sys
import time
from collections import Counter
from pathlib import Path

from aiosmtpd.controller import Controller

HANG_SECONDS = 60
PACE_SECONDS = 0.1
SCRIPT = re.compile(
    r"(?P<stage>rcpt|data|taken)\.(?P<what>\d{3}|drop|hang|drip|crawl)\.(?P<times>\d+)\."
)
ALL_WELL = "250 OK"
LINES = {"drip": "250-well\r\n", "crawl": "250-well\r\n" * HANG_SECONDS}


class Sink:
    def __init__(self, journal: Path) -> None:
        self.journal = journal.open("a", buffering=1)
        self.mood = journal.with_name("mood")
        self.seen: Counter[tuple[str, str]] = Counter()

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.mood.exists():
            return f"{self.mood.read_text().strip()} as the drill asks"
        envelope.mail_from = address
        return ALL_WELL

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("pace."):
            await asyncio.sleep(PACE_SECONDS)
        answer = await self.play("rcpt", address, server)
        if not answer:
            envelope.rcpt_tos.append(address)
        return answer or ALL_WELL

    async def handle_DATA(self, server, session, envelope):
        address = envelope.rcpt_tos[0]
        if answer := await self.play("data", address, server):
            return answer
        self.write_down(address, envelope.content)
        if address.startswith("late."):
            await asyncio.sleep(PACE_SECONDS)
        return await self.play("taken", address, server) or ALL_WELL

    def write_down(self, address: str, content: bytes) -> None:
        """One line in one write, so that nothing is half said when we are killed."""
        found = re.search(rb"(?im)^message-id:\s*(\S+)", content)
        identity = found[1].decode() if found else "none"
        self.journal.write(f"{time.time():.3f}\t{identity}\t{address}\n")

    async def play(self, stage: str, address: str, server) -> str:
        """What to answer at this stage; nothing where all is well."""
        script = SCRIPT.search(address)
        if not script or script["stage"] != stage:
            return ""
        self.seen[stage, address] += 1
        if self.seen[stage, address] > int(script["times"]):
            return ""
        return await self.answer(script["what"], server)

    async def answer(self, what: str, server) -> str:
        if what.isdigit():
            return f"{what} as the drill asks"
        if what == "hang":
            await asyncio.sleep(HANG_SECONDS)
        if what in LINES:
            return await drip(server, LINES[what])
        server.transport.close()
        return "421 gone"


async def drip(server, lines: str) -> str:
    """Send the beginning of a good answer, ten bytes a second; the caller sends its end."""
    for byte in lines.encode():
        server._writer.write(bytes([byte]))
        await server._writer.drain()
        await asyncio.sleep(0.1)
    return ALL_WELL


def main(port: str, journal: str) -> None:
    sink = Controller(Sink(Path(journal)), hostname="127.0.0.1", port=int(port))
    sink.start()
    print("ready", flush=True)
    while True:
        time.sleep(3600)


if __name__ == "__main__":
    main(*sys.argv[1:])
