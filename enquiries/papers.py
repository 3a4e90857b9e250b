"""PDFs made afresh: the pages as they look, without scripts, files inside, links or hidden data.

What happens inside a PDF is another's program. It is opened in a process of its own, which knows no
settings and no secrets, and is given little memory and time: `paper_maker.py`.
"""

import struct
import subprocess
import sys
from pathlib import Path

MOST_PAGES = 50
SECONDS = 20
MAKER = Path(__file__).with_name("paper_maker.py")
SAID = {
    3: "is protected with a password. Save it without one and add it again.",
    4: f"has more than {MOST_PAGES} pages. Send us the pages that matter.",
}
UNREADABLE = "could not be read as a PDF. Save it as a PDF again, or send a photo of it."


class BadPaper(Exception):
    """This PDF cannot be used. The message says why, to be read after its name."""


def remake(content: bytes) -> tuple[bytes, bytes]:
    """Return a fresh PDF and a JPEG of its first page. Raises BadPaper."""
    try:
        done = subprocess.run(  # noqa: S603 - our own file, and nothing of it from outside
            [sys.executable, "-I", str(MAKER), str(MOST_PAGES), str(SECONDS)],
            input=content, capture_output=True, timeout=SECONDS, env={}, check=False,
        )  # fmt: skip
    except (subprocess.TimeoutExpired, OSError) as slow:
        raise BadPaper(UNREADABLE) from slow
    if done.returncode or len(done.stdout) < 4:
        raise BadPaper(SAID.get(done.returncode, UNREADABLE))
    (length,) = struct.unpack(">I", done.stdout[:4])
    return done.stdout[4 + length :], done.stdout[4 : 4 + length]
