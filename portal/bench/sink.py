"""A mail server on the loopback that takes every letter and keeps none, in a process of its own.

`python -m portal.bench.sink` prints its port and goes on until it is ended.
"""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from aiosmtpd.controller import Controller


class Taker:
    async def handle_DATA(self, server, session, envelope) -> str:
        return "250 OK"


@contextmanager
def sink() -> Iterator[int]:
    """Start a sink and yield its port. It must not share our interpreter: both would be slower."""
    command = [sys.executable, "-m", "portal.bench.sink"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        try:
            yield int(child.stdout.readline() if child.stdout else 0)
        finally:
            child.terminate()


def main() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(Taker(), hostname="127.0.0.1", port=port)
    controller.start()
    print(port, flush=True)
    while True:
        time.sleep(60)


if __name__ == "__main__":
    main()
