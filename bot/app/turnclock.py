"""Cuts a turn that does not end, so that one message cannot keep all others waiting."""

import signal
import threading
import time


class TurnTookTooLong(Exception):
    pass


class TurnClock:
    """Cuts a turn that does not end. Looks once a second, so that a turn costs no system call."""

    def __init__(self, most_seconds: float) -> None:
        self.most_seconds = most_seconds
        self.since = 0.0

    def watch(self) -> None:
        """Only the main thread can be cut in the middle of a turn."""
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGALRM, self._look)
            signal.setitimer(signal.ITIMER_REAL, 1.0, 1.0)

    def stop(self) -> None:
        """Else it goes off while the process ends, and the process counts as killed."""
        if threading.current_thread() is threading.main_thread():
            signal.setitimer(signal.ITIMER_REAL, 0)

    def _look(self, *_: object) -> None:
        if self.since and time.monotonic() - self.since > self.most_seconds:
            raise TurnTookTooLong

    def __enter__(self) -> None:
        self.since = time.monotonic()

    def __exit__(self, *_: object) -> None:
        self.since = 0.0
