"""`zhiwang demo`: starts as one, heals itself, ends as one."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from functools import partial
from pathlib import Path

import orjson
import psutil
import pytest

from dashboard.config import load_settings
from dashboard.demo.settings import DemoSettings
from tests.ports import free_port
from tests.waiting import SECONDS, until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
PATIENCE = 150.0
"""Seconds for the start of everything."""


class Demo:
    """A demo in a folder of its own."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = free_port()
        self.process = self.start()

    def start(self) -> subprocess.Popen[str]:
        given = {name: value for name, value in os.environ.items() if not name.startswith("ZHIWANG_")}
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "dashboard.cli",
                "demo",
                "--port",
                str(self.port),
                "--data",
                str(self.data),
            ],
            env=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        return self.process

    def ask(self, path: str) -> bytes:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
            found: bytes = answer.read()
            return found

    def is_ready(self) -> bool:
        with contextlib.suppress(OSError, http.client.HTTPException):
            return orjson.loads(self.ask("/readyz"))["status"] == "ready"  # type: ignore[no-any-return]
        return False

    def processes(self, name: str = "") -> list[psutil.Process]:
        """What runs for this demo, its folder on the command line: everything, or what has a word there."""
        found = []
        for process in psutil.process_iter():
            # Some end while they are looked at.
            with contextlib.suppress(psutil.Error):
                line = " ".join([process.name(), *process.cmdline()])
                if process.status() != psutil.STATUS_ZOMBIE and str(self.data) in line and name in line:
                    found.append(process)
        return found

    def oldest(self, name: str) -> psutil.Process:
        """The first of those with a word on their command lines: further ones are its own children."""
        return min(self.processes(name), key=lambda process: process.create_time())

    def has_another(self, name: str, than: psutil.Process) -> bool:
        """Whether another one runs with a word on its command line."""
        return any(process != than for process in self.processes(name))


def test_the_demo_starts_heals_and_ends_as_one(tmp_path: Path) -> None:
    demo = Demo(tmp_path / "data")
    try:
        until("the demo is ready", demo.is_ready, PATIENCE)
        assert b"_dash-config" in demo.ask("/wall/")

        # A child that dies is started again, and so is Redis.
        for name in (" worker ", "redis"):
            killed = demo.oldest(name)
            killed.kill()
            until(f"another {name} runs", partial(demo.has_another, name, killed))
        until("the demo is ready", demo.is_ready, PATIENCE)

        demo.process.send_signal(signal.SIGINT)
        printed, said = demo.process.communicate(timeout=SECONDS)
        assert demo.process.returncode == 0
        assert demo.processes() == []
        assert f"http://127.0.0.1:{demo.port}/wall/" in printed
        password = (demo.data / "demo_password").read_text()
        assert password in printed
        assert "Traceback" not in said

        # The second start finds everything there, and a killed supervisor leaves nothing behind.
        demo.start()
        until("the demo is ready", demo.is_ready, PATIENCE)
        assert (demo.data / "demo_password").read_text() == password
        demo.process.kill()
        demo.process.communicate()
        # Redis stays for the next start to join; see the decision on sharing it.
        until("only Redis runs", lambda: demo.processes() == demo.processes("redis"))
    finally:
        demo.process.kill()
        demo.process.communicate()
        for process in demo.processes():
            with contextlib.suppress(psutil.Error):
                process.kill()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent ended")
def test_a_child_whose_supervisor_was_killed_while_it_started_ends(tmp_path: Path) -> None:
    # The parent of this process stands for the supervisor that is gone: it is not the child's parent.
    packed = DemoSettings(load_settings(data=tmp_path), seed=1, speed=1.0).packed()
    gone = str(os.getppid())
    command = [sys.executable, "-m", "dashboard.demo.child", "feed", packed, gone]
    assert subprocess.run(command, timeout=SECONDS, check=False).returncode == 1
    assert list(tmp_path.iterdir()) == []


def test_a_port_in_use_is_said_before_anything_starts(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        for command in ("demo", "serve"):
            done = subprocess.run(
                [sys.executable, "-m", "dashboard.cli", command, "--port", port, "--data", str(tmp_path)],
                capture_output=True,
                text=True,
                timeout=SECONDS,
            )
            assert done.returncode == 1
            assert f"127.0.0.1:{port}" in done.stderr
            assert "--port" in done.stderr
            assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []
