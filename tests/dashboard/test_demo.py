"""`zhiwang demo`: starts as one, heals itself, ends as one."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import orjson
import psutil
import pytest

from dashboard.config import load_settings
from dashboard.demo.settings import DemoSettings

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
SECONDS = 90.0


def until(wanted: Callable[[], bool], seconds: float = SECONDS) -> None:
    deadline = time.monotonic() + seconds
    while not wanted():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.1)


class Demo:
    """A demo in a folder of its own."""

    def __init__(self, data: Path) -> None:
        self.data = data
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
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
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
            found: bytes = answer.read()
            return found

    def is_ready(self) -> bool:
        with contextlib.suppress(OSError):
            return orjson.loads(self.ask("/readyz"))["status"] == "ready"  # type: ignore[no-any-return]
        return False

    def processes(self) -> list[psutil.Process]:
        """Everything that runs for this demo: its folder is on each command line."""
        found = []
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error):
                if process.status() != psutil.STATUS_ZOMBIE and str(self.data) in " ".join(process.cmdline()):
                    found.append(process)
        return found

    def child(self, name: str) -> psutil.Process | None:
        named = [p for p in self.processes() if f" {name} " in " ".join(p.cmdline())]
        return min(named, key=lambda process: process.create_time(), default=None)


def test_the_demo_starts_heals_and_ends_as_one(tmp_path: Path) -> None:
    demo = Demo(tmp_path / "data")
    try:
        until(demo.is_ready)
        assert b"_dash-config" in demo.ask("/wall/")

        # A child that dies is started again, and so is Redis.
        worker = demo.child("worker")
        assert worker is not None
        worker.kill()
        until(lambda: (found := demo.child("worker")) is not None and found.pid != worker.pid)
        redis = next(p for p in demo.processes() if "redis" in p.name())
        redis.kill()
        until(lambda: any("redis" in p.name() and p.pid != redis.pid for p in demo.processes()))
        until(demo.is_ready)

        demo.process.send_signal(signal.SIGINT)
        printed, said = demo.process.communicate(timeout=30)
        assert demo.process.returncode == 0
        assert demo.processes() == []
        assert f"http://127.0.0.1:{demo.port}/wall/" in printed
        password = (demo.data / "demo_password").read_text()
        assert password in printed
        assert "Traceback" not in said

        # The second start finds everything there, and a killed supervisor leaves nothing behind.
        demo.start()
        started = time.monotonic()
        until(demo.is_ready)
        assert time.monotonic() - started < 30
        demo.process.kill()
        demo.process.communicate()
        # Redis stays for the next start to join; see the decision on sharing it.
        until(lambda: all("redis" in process.name() for process in demo.processes()), 20)
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
    assert subprocess.run(command, timeout=30, check=False).returncode == 1
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
                timeout=60,
            )
            assert done.returncode == 1
            assert f"127.0.0.1:{port}" in done.stderr
            assert "--port" in done.stderr
            assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []
