"""The embedded Redis: one server for all commands that use the same data folder, on a unix socket only.

Three lock files in the folder keep it shared, and none of them can be left behind by a killed process:

- `server.lock` is held alone by the server itself, which inherits the open file. Free means: no server
  has these data open, and one may be started.
- `users.lock` is shared by every process that uses the server. Who can turn its own share into sole
  ownership is the last one and shuts the server down.
- `turn.lock` is held alone while a process joins or leaves, so that nobody joins a server that is
  being shut down.

A killed user leaves the server running for the next one to join.
"""

import contextlib
import hashlib
import os
import platform
import tempfile
import time
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from data_access.store.filelock import LockFile
from data_access.store.server_binary import ServerProgram, find_server_program

LONGEST_SOCKET_PATH = 103
"""Bytes of a unix socket's path that every system takes (Linux has 107, macOS 103)."""
LOG_LINES_SHOWN = 8


class EmbeddedRedisError(RuntimeError):
    """The embedded Redis could not be started, joined or shut down; the message names its log file."""


def socket_of(data_dir: Path) -> str:
    """Path of the socket of the server that runs, or ran last, on a data folder; nothing is started.

    Raises EmbeddedRedisError when none ever did.
    """
    try:
        return (data_dir.resolve() / "redis" / "socket").read_text()
    except OSError as error:
        raise EmbeddedRedisError(f"No embedded Redis has run on {data_dir} yet.") from error


class EmbeddedRedis:
    """A share in the embedded Redis of a data folder.

    Made by a process for itself: a forked child must make its own.
    """

    def __init__(self, data_dir: Path, *, wait_seconds: float = 120.0) -> None:
        self.folder = data_dir.resolve() / "redis"
        self.log_path = self.folder / "redis.log"
        self.wait_seconds = wait_seconds
        self.socket_path = ""
        self._users: LockFile | None = None
        self._owner = os.getpid()
        self._child: int | None = None

    def join(self) -> str:
        """Start the server, or join the running one, and wait until it answers; the path of its socket.

        Joining again is harmless, and starts the server anew when it was killed. Loading a large file
        may take a while: raises EmbeddedRedisError after `wait_seconds`.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        deadline = time.monotonic() + self.wait_seconds
        turn = self._take_turn(deadline)
        users = self._users or LockFile(self.folder / "users.lock")
        joined = False
        try:
            users.take_shared()
            self._start_or_find(deadline)
            joined = True
        finally:
            if not joined and self._users is None:
                users.close()
            turn.close()
        self._users = users
        return self.socket_path

    def leave(self) -> None:
        """Give up the share; the last one to leave shuts the server down and waits for its files."""
        users, self._users = self._users, None
        if users is None:
            return
        if os.getpid() != self._owner:
            users.close()
            return
        try:
            deadline = time.monotonic() + self.wait_seconds
            turn = self._take_turn(deadline)
            try:
                if users.take_alone():
                    self._shut_down(deadline)
            finally:
                turn.close()
        finally:
            users.close()

    def _take_turn(self, deadline: float) -> LockFile:
        turn = LockFile(self.folder / "turn.lock")
        if not turn.wait_alone(deadline):
            turn.close()
            raise EmbeddedRedisError(
                f"Another command has been starting or stopping the embedded Redis in {self.folder} for "
                f"{self.wait_seconds:.0f} s. See {self.log_path}."
            )
        return turn

    def _start_or_find(self, deadline: float) -> None:
        while True:
            server = LockFile(self.folder / "server.lock")
            try:
                starts = server.take_alone()
                if starts:
                    self.socket_path = self._choose_socket_path()
                    self._start(server)
                else:
                    self.socket_path = (self.folder / "socket").read_text()
            finally:
                # The server keeps the lock through the descriptor that it inherited.
                server.close()
            if self._answers(deadline):
                return
            if starts:
                raise EmbeddedRedisError(f"The embedded Redis ended while starting. {self._log_tail()}")
            # It was just ending when we found it: start another.

    def _start(self, server: LockFile) -> None:
        self._reap()
        program = find_server_program()
        self._refuse_older(program)
        (self.folder / "socket").write_text(self.socket_path)
        Path(self.socket_path).unlink(missing_ok=True)
        log = (os.POSIX_SPAWN_OPEN, 1, self.log_path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._child = os.posix_spawn(
            program.path,
            [str(program.path), *self._options()],
            os.environ,
            file_actions=[
                (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
                log,
                (os.POSIX_SPAWN_DUP2, 1, 2),
                # Onto itself: only clears close-on-exec, so that the server holds the lock.
                (os.POSIX_SPAWN_DUP2, server.descriptor, server.descriptor),
            ],
            # A session of its own: Ctrl-C in the terminal must not reach the server before its users left.
            setsid=True,
        )

    def _options(self) -> list[str]:
        settings = {
            "port": "0",
            "unixsocket": self.socket_path,
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "appendonly": "yes",
            "appendfsync": "everysec",
            "aof-use-rdb-preamble": "yes",
            # After a power cut the last line may be half written: what came before it counts.
            "aof-load-truncated": "yes",
            "save": "",
            "daemonize": "no",
        }
        if platform.machine() in ("aarch64", "arm64"):
            # Without it Redis 6.2 refuses to start on some kernels, though without `save` it is safe.
            settings["ignore-warnings"] = "ARM64-COW-BUG"
        return [part for name, value in settings.items() for part in (f"--{name}", value)]

    def _refuse_older(self, program: ServerProgram) -> None:
        # Redis 7 keeps its file in a folder that Redis 6 does not look into: it would start empty.
        if program.version < (7,) and (self.folder / "appendonlydir").exists():
            raise EmbeddedRedisError(
                f"The data in {self.folder} were written by Redis 7 or newer, but {program.path} is "
                f"{'.'.join(map(str, program.version))}. Put the newer redis-server on PATH."
            )

    def _choose_socket_path(self) -> str:
        path = str(self.folder / "redis.sock")
        if len(os.fsencode(path)) <= LONGEST_SOCKET_PATH:
            return path
        name = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]
        folder = Path(tempfile.gettempdir()) / f"zhiwang-{os.getuid()}-{name}"
        folder.mkdir(mode=0o700, exist_ok=True)
        if folder.stat().st_uid != os.getuid() or folder.is_symlink():
            raise EmbeddedRedisError(f"{folder} belongs to somebody else, so the socket cannot be put there.")
        return str(folder / "redis.sock")

    def _answers(self, deadline: float) -> bool:
        """Wait until the server answers; False when it ended instead."""
        state = "has been starting"
        with self._client(socket_timeout=5) as client:
            while True:
                try:
                    return bool(client.ping())
                except redis.BusyLoadingError:
                    state = "has been loading its file"
                except (redis.ConnectionError, redis.TimeoutError):
                    # No socket yet, or a server that has just ended.
                    if self._has_ended():
                        return False
                if time.monotonic() >= deadline:
                    raise EmbeddedRedisError(
                        f"The embedded Redis {state} for {self.wait_seconds:.0f} s. {self._log_tail()}"
                    )
                time.sleep(0.01)

    def _has_ended(self) -> bool:
        server = LockFile(self.folder / "server.lock")
        try:
            return server.take_alone()
        finally:
            server.close()

    def _shut_down(self, deadline: float) -> None:
        # A killed server does not answer any more, and there is nothing left to shut down.
        with (
            self._client(socket_timeout=30) as client,
            contextlib.suppress(redis.ConnectionError, redis.TimeoutError),
        ):
            client.shutdown(nosave=True)
        server = LockFile(self.folder / "server.lock")
        try:
            if not server.wait_alone(deadline):
                raise EmbeddedRedisError(f"The embedded Redis does not stop. {self._log_tail()}")
        finally:
            server.close()
        Path(self.socket_path).unlink(missing_ok=True)
        self._reap()

    def _client(self, socket_timeout: float) -> redis.Redis:
        # Without retries: the loops here decide when to ask again.
        return redis.Redis(
            unix_socket_path=self.socket_path,
            protocol=2,
            socket_timeout=socket_timeout,
            retry=Retry(NoBackoff(), 0),
        )

    def _reap(self) -> None:
        # Only called when the server has given up its lock, so this does not wait.
        child, self._child = self._child, None
        if child is not None:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(child, 0)

    def _log_tail(self) -> str:
        try:
            lines = self.log_path.read_text(errors="replace").splitlines()[-LOG_LINES_SHOWN:]
        except OSError:
            lines = []
        return "\n".join([f"See {self.log_path}, which ends with:", *lines])
