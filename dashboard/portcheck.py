"""Whether an address is free to listen on, asked before anything is started."""

import socket


class PortInUse(RuntimeError):
    """Nobody may listen there now; the message says where and what to do."""


def check_port(host: str, port: int) -> None:
    """Raise PortInUse when an address cannot be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortInUse(
                f"Cannot listen on {host}:{port}: {error.strerror or error}. Is it running already? "
                "Choose another port with --port or ZHIWANG_PORT."
            ) from error
