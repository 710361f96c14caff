"""The process that has imported the bot once; run by `births.py`, with whom it dies.

It forks a nursery for each test that asks, and the nursery a child for each start of a bot. A child is a process of its
own in every respect: it takes its environment and folder, and goes the way of `python -m bot run`, or that of one part.
Requests and answers are lines of JSON over one socket; at its end all children are killed.
"""

import ctypes
import gc
import importlib
import json
import os
import pkgutil
import random
import select
import signal
import socket
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

import bot.__main__
import bot.app
import cogs
from bot import i18n
from bot.store.sql import queries
from tests.crash.hands import set_clock, take_time
from tests.crash.probe import Probe
from tests.crash.sabotage import SABOTAGES

_LIBC = ctypes.CDLL(None)
PR_SET_PDEATHSIG = 1


class Nursery:
    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._children: dict[int, int] = {}
        """Process id: the number of the request."""

    def run(self) -> None:
        """Until the other side hangs up."""
        woken, waker = socket.socketpair()
        woken.setblocking(False)
        waker.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(waker.fileno())
        requests = self._line.makefile("rb", buffering=0)
        while True:
            ready, _, _ = select.select([self._line, woken], [], [])
            if woken in ready:
                with suppress(BlockingIOError):
                    woken.recv(4096)
                self._reap()
            if self._line in ready:
                if not (line := requests.readline()):
                    break
                self._bear(json.loads(line))
        for pid in self._children:
            os.kill(pid, signal.SIGKILL)

    def _bear(self, request: dict[str, Any]) -> None:
        pid = os.fork()
        if pid == 0:
            self._line.close()
            _live(request)
        self._children[pid] = request["id"]
        self._tell({"id": request["id"], "pid": pid})

    def _reap(self) -> None:
        """The statuses are told as `subprocess` does: negative for a signal."""
        while self._children:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            self._tell({"id": self._children.pop(pid), "status": os.waitstatus_to_exitcode(status)})

    def _tell(self, answer: dict[str, int]) -> None:
        self._line.sendall(json.dumps(answer).encode() + b"\n")


def _live(request: dict[str, Any]) -> NoReturn:
    """The child; never returns."""
    status = 1
    try:
        _settle_in(request)
        status = bot.__main__.main([request["part"]])
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _settle_in(request: dict[str, Any]) -> None:
    _die_with_the_parent()
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    log = os.open(request["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.environ.clear()
    os.environ.update(request["environment"])
    os.chdir(request["folder"])
    random.seed()
    if request["clock"]:
        set_clock(Path(request["clock"]))
    if request["unhurried"]:
        take_time()
    if request["sabotage"]:
        SABOTAGES[request["sabotage"]]()
    if request["probe"]:
        Probe(request["probe"]).attach()


def _import_all() -> None:
    """What a start would import, parse and read."""
    for module in pkgutil.iter_modules(cogs.__path__, "cogs."):
        importlib.import_module(module.name)
    with suppress(ImportError):
        importlib.import_module("uvloop")
    importlib.import_module("encodings.idna")  # the first look for a host's address wants it
    queries("sqlite3")
    for locale in i18n.LANGUAGES:
        i18n.catalogue(locale)
    i18n.number(1)
    gc.collect()
    gc.freeze()


def _open_nurseries(door: socket.socket) -> NoReturn:
    """One for each connection."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them
    while True:
        line, _ = door.accept()
        if os.fork() == 0:
            door.close()
            _die_with_the_parent()
            Nursery(line).run()
            os._exit(0)
        line.close()


def _die_with_the_parent() -> None:
    _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


if __name__ == "__main__":
    _die_with_the_parent()
    _import_all()
    _open_nurseries(socket.socket(fileno=int(sys.argv[1])))
