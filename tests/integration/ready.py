"""`vknz` in a process of its own for each command, without the wait for its imports.

A process that has imported the package waits for commands, and forks for each: what
runs is a process with its own arguments, environment, folder and streams, and ends as
one. Tests of how a process begins make one from nothing.
"""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import IO, Any

MOST = 1 << 20  # bytes of a request
PATIENCE_S = 120
ROOT = Path(__file__).parents[2]
# What most commands import.
EARLY = (
    "vknz_research.cli",
    "vknz_research.coding.codebook",
    "vknz_research.project.open",
    "typer._adapters",
    "alembic.command",
)


class Ready:
    """A process that waits for commands, in one language."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.link, theirs = socket.socketpair()
        self.link.settimeout(PATIENCE_S)
        self.process = subprocess.Popen(
            [sys.executable, __file__, str(theirs.fileno())],
            env=dict(environment),
            pass_fds=[theirs.fileno()],
            cwd=ROOT,
            start_new_session=True,
        )
        theirs.close()

    def run(
        self,
        words: Sequence[str],
        streams: Sequence[IO[bytes]],
        environment: Mapping[str, str],
        cwd: Path | None,
    ) -> int:
        """Run a command on these three streams; return its status."""
        asked = {"words": words, "env": dict(environment), "cwd": str(cwd or ROOT)}
        files = [stream.fileno() for stream in streams]
        socket.send_fds(self.link, [f"{json.dumps(asked)}\n".encode()], files)
        try:
            return int(self.link.recv(64))
        except TimeoutError:
            # Nobody waits for it any more, and its answer is for no other command.
            os.killpg(self.process.pid, signal.SIGKILL)
            raise

    def close(self) -> None:
        """End the process that waits."""
        self.link.close()
        self.process.wait(10)


def _serve(link: socket.socket) -> dict[str, Any] | None:
    """Fork for each request; returns in the child, and at the end."""
    while True:
        data, files, _, _ = socket.recv_fds(link, MOST, 3)
        if not data:
            return None
        while not data.endswith(b"\n"):
            data += link.recv(MOST)
        child = os.fork()
        if child == 0:
            link.close()
            for number, file in enumerate(files):
                os.dup2(file, number)
                os.close(file)
            asked: dict[str, Any] = json.loads(data)
            return asked
        for file in files:
            os.close(file)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        link.send(str(status).encode())


def _begin(link: socket.socket) -> None:
    for name in EARLY:
        import_module(name)
    asked = _serve(link)
    if asked is None:
        return
    os.environ.clear()
    os.environ.update(asked["env"])
    os.chdir(asked["cwd"])
    sys.argv = ["vknz", *asked["words"]]
    import_module("vknz_research.cli").main()


if __name__ == "__main__":
    _begin(socket.socket(fileno=int(sys.argv[1])))
