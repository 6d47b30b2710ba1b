"""Ports of this machine for servers that tests start, also when several processes of tests run at once."""

import itertools
import random
import socket
import sys
from collections.abc import Iterator

HOST = "127.0.0.1"
BUS = 10_000
"""How far above its port a cluster's node has its bus."""
# Below the ports that the kernel hands out by itself, to whom they would fall while a server is starting or
# away; and so far below that a bus stays there, too.
_ports: Iterator[int] = itertools.count(10_000 + random.SystemRandom().randrange(0, 11_000))
_ours: list[socket.socket] = []


def free_port() -> int:
    """A port nobody listens on, nor on that of its bus; no other process of tests is given it as well."""
    while True:
        port = 10_000 + next(_ports) % 12_000
        try:
            for number in (port, port + BUS):
                with socket.socket() as probe:
                    probe.bind((HOST, number))
                _keep(number)
        except OSError:
            continue
        return port


def _keep(port: int) -> None:
    """Let no other process of tests have it while this one lives. Raises OSError when one has it."""
    if sys.platform == "linux":
        # A name without a file, which goes with the process.
        name = socket.socket(socket.AF_UNIX)
        _ours.append(name)
        name.bind(f"\0zhiwang-tests-port-{port}")
