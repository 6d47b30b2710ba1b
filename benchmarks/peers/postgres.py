"""A throw-away PostgreSQL for the benchmarks: own cluster in a temporary folder, on a unix socket only."""

import contextlib
import glob
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "1GB",
    "effective_cache_size": "4GB",
    "work_mem": "64MB",
    "maintenance_work_mem": "512MB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "30min",
    # Durable within a second, like the append-only file beside it.
    "synchronous_commit": "off",
    "wal_writer_delay": "200ms",
    "random_page_cost": "1.1",
    # Compiling statements of some milliseconds takes longer than running them.
    "jit": "off",
}
_UNPRIVILEGED = ("postgres", "nobody")


class NoPostgres(RuntimeError):
    """PostgreSQL cannot be measured here; the message says why."""


def _program(name: str) -> Path:
    """Raises NoPostgres when it is not installed."""
    found = shutil.which(name)
    if found:
        return Path(found)
    installed = sorted(glob.glob(f"/usr/lib/postgresql/*/bin/{name}"), key=lambda path: path.split("/")[4])
    if not installed:
        raise NoPostgres(
            f"PostgreSQL is not installed ({name} is neither on PATH nor in /usr/lib/postgresql)"
        )
    return Path(installed[-1])


def version() -> str:
    """Version of the installed server. Raises NoPostgres."""
    answer = subprocess.run([_program("postgres"), "--version"], capture_output=True, text=True, check=True)
    return answer.stdout.strip().split(" ")[2]


def _account() -> str | None:
    """The account to run as: PostgreSQL refuses to run as root. Raises NoPostgres."""
    if os.getuid() != 0:
        return None
    for name in _UNPRIVILEGED:
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    raise NoPostgres("PostgreSQL does not run as root, and there is no unprivileged account to run it as")


@contextlib.contextmanager
def cluster() -> Iterator[str]:
    """The connection text of a fresh server that ends, and is deleted, with the block. Raises NoPostgres."""
    initdb, server, account = _program("initdb"), _program("postgres"), _account()
    folder = Path(tempfile.mkdtemp(prefix="peer-"))
    try:
        if account is not None:
            shutil.chown(folder, account)
        data = folder / "data"
        made = subprocess.run(
            [initdb, "-D", data, "-U", "peer", "--auth=trust", "--no-locale", "-E", "UTF8", "--no-sync"],
            capture_output=True, text=True, user=account, cwd=folder, check=False,
        )  # fmt: skip
        if made.returncode:
            raise NoPostgres(f"initdb failed: {made.stderr.strip()[-300:]}")
        options = [f"--{name.replace('_', '-')}={value}" for name, value in SETTINGS.items()]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [server, "-D", data, "-k", folder, *options],
                stdout=log, stderr=log, user=account, cwd=folder,
            )  # fmt: skip
        try:
            address = f"host={folder} user=peer dbname=postgres"
            _wait(address, process, folder / "log")
            yield address
        finally:
            process.terminate()
            process.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            psycopg.connect(address).close()
            return
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise NoPostgres(f"PostgreSQL did not start: {log.read_text()[-300:]}") from None
            time.sleep(0.05)
