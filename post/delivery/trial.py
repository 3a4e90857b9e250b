"""Letters that go to a file, to the screen or to memory: for a trial."""

import logging
from collections.abc import Callable
from typing import Any

from ..models import Letter
from ..states import Verdict
from .answers import Answer, in_words
from .message import message_of

logger = logging.getLogger(__name__)


class TrialLine:
    """One of the framework's own back ends. Nothing is in doubt until it is tried."""

    def __init__(self, backend: Any) -> None:
        self.backend = backend

    def open(self) -> object:
        return self.backend.open()

    def carry(self, letter: Letter, announce: Callable[[], None]) -> str:
        message = message_of(letter)
        announce()
        self.backend.send_messages([message])
        return ""

    def read(self, error: Exception, *, started: bool) -> Answer:
        self.drop()
        verdict = Verdict.NEVER if isinstance(error, ValueError) else Verdict.LATER
        return Answer(Verdict.UNKNOWN if started else verdict, in_words(error))

    def drop(self) -> None:
        try:
            self.close()
        except Exception as error:
            logger.info("The trial's back end broke: %s", type(error).__name__)

    def close(self) -> None:
        self.backend.close()
