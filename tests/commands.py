"""Runs commands of `zhiwang` in processes of their own, forked from one that has everything imported.

Each has its own environment, input, output and exit status, as when a person types it; only the imports,
which take most of the time of a small command, are made once. As a program this module is the process forked
from.
"""

import atexit
import contextlib
import importlib
import json
import os
import pkgutil
import subprocess
import sys
import tempfile
import threading
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

SECONDS = 120


class Commands:
    """The process that commands are forked from; start it once for many tests, and `close` it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.commands"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # One thread: a process with several is not to be forked.
            env=os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
            cwd=Path(__file__).parents[1],
            text=True,
        )

    def run(
        self, *words: str, env: Mapping[str, str], text: str = "", cwd: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        """What a command with this environment and input did."""
        with tempfile.TemporaryDirectory() as folder:
            files = {name: str(Path(folder) / name) for name in ("stdin", "stdout", "stderr")}
            Path(files["stdin"]).write_text(text)
            asked = {"words": words, "env": dict(env), "cwd": str(cwd or Path.cwd()), **files}
            with self._lock:
                assert self._process.stdin is not None
                assert self._process.stdout is not None
                print(json.dumps(asked), file=self._process.stdin, flush=True)
                status = int(self._process.stdout.readline())
            said = [Path(files[name]).read_text() for name in ("stdout", "stderr")]
        return subprocess.CompletedProcess(list(words), status, *said)

    def close(self) -> None:
        """End it."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(SECONDS)
        assert self._process.stdout is not None
        self._process.stdout.close()


def _serve() -> None:
    import dashboard

    for package in ("cli", "auth", "api", "apps", "live", "worker"):
        for module in pkgutil.walk_packages([f"{dashboard.__path__[0]}/{package}"], f"dashboard.{package}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    # What is asked comes by another descriptor than what a command reads.
    asked = os.fdopen(os.dup(0), "r")
    told = os.fdopen(os.dup(1), "w")
    for line in iter(asked.readline, ""):
        child = os.fork()
        if child == 0:
            _run(json.loads(line))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), file=told, flush=True)


def _run(asked: dict[str, Any]) -> NoReturn:
    """Be the command, in a process that ends with it."""
    os.environ.clear()
    os.environ.update(asked["env"])
    os.chdir(asked["cwd"])
    for number, (name, flags) in enumerate(
        (("stdin", os.O_RDONLY), ("stdout", os.O_WRONLY | os.O_CREAT), ("stderr", os.O_WRONLY | os.O_CREAT))
    ):
        os.dup2(os.open(asked[name], flags, 0o600), number)
    sys.argv = ["zhiwang", *asked["words"]]
    status = 1
    try:
        importlib.import_module("dashboard.cli.main").main()
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
    with contextlib.suppress(Exception):
        threading._shutdown()  # type: ignore[attr-defined]
        atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(status)


if __name__ == "__main__":
    _serve()
