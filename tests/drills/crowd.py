"""Many clerks at once, each in a thread of her own."""

import time
from threading import Event, Thread

from .ledger import TROUBLES, Ledger


def send(people, ledger: Ledger, posts: int) -> None:
    """Clerks side by side, each at her own pace; every trouble is noted."""

    def work(clerk, share: int) -> None:
        for number in range(share):
            try:
                seconds = clerk.log(f"Drill Road {number}", ledger)
            except TROUBLES as trouble:
                ledger.failures.append(str(trouble))
            else:
                ledger.seconds.append(seconds)

    threads = [Thread(target=work, args=(clerk, posts // len(people))) for clerk in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


class busy:
    """`with busy(clerks, ledger): …`: each sends one enquiry after the other meanwhile."""

    def __init__(self, people, ledger: Ledger) -> None:
        self.ledger, self.enough = ledger, Event()
        self.threads = [Thread(target=self.work, args=(clerk,)) for clerk in people]

    def __enter__(self) -> None:
        for thread in self.threads:
            thread.start()

    def __exit__(self, *trouble) -> None:
        self.enough.set()
        for thread in self.threads:
            thread.join()

    def work(self, clerk) -> None:
        while not self.enough.is_set():
            began = time.monotonic()
            try:
                clerk.log("Drill Road", self.ledger)
            except TROUBLES as trouble:
                self.ledger.failures.append(f"{type(trouble).__name__} {trouble}")
                time.sleep(0.1)
            self.ledger.seconds.append(time.monotonic() - began)
