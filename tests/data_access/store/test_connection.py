import socket
import threading
from pathlib import Path

import pytest

from data_access.store.connection import Connection, StoreUnavailable, open_connection


def test_opens_a_unix_socket_by_url(redis_server: Connection, tmp_path: Path) -> None:
    path = redis_server.redis.get_connection_kwargs()["path"]
    with open_connection(f"unix://{path}", tmp_path) as connection:
        assert connection.redis.ping()
        assert not connection.is_embedded
    assert list(tmp_path.iterdir()) == []
    assert redis_server.redis.ping(), "closing a connection by URL shuts nothing down"


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("redis+sentinel://host:26379/main", "Redis Sentinel .* is not supported yet"),
        ("redis+cluster://host:7000", "Redis Cluster .* is not supported yet"),
    ],
)
def test_says_what_is_not_supported_yet(url: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match=words):
        open_connection(url, tmp_path)


@pytest.mark.parametrize("url", ["http://host", "host:6379", "redis"])
def test_refuses_what_is_no_redis_url(url: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="must begin with redis://"):
        open_connection(url, tmp_path)


def test_names_the_place_and_not_the_password_when_nobody_answers(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(StoreUnavailable) as caught:
        open_connection(f"redis://user:secret@127.0.0.1:{port}/2", tmp_path)
    assert f"redis://127.0.0.1:{port}/2" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_waits_no_longer_than_told_for_a_server_that_loads(tmp_path: Path) -> None:
    # A server that is busy loading for good, as far as one can see from outside.
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

        def answer() -> None:
            while True:
                try:
                    client, _ = listener.accept()
                except OSError:
                    return
                threading.Thread(target=refuse, args=(client,), daemon=True).start()

        def refuse(client: socket.socket) -> None:
            with client:
                while request := client.recv(65536):
                    client.sendall(
                        b"-LOADING Redis is loading the dataset in memory\r\n" * request.count(b"*")
                    )

        threading.Thread(target=answer, daemon=True).start()
        with pytest.raises(StoreUnavailable, match="still loading"):
            open_connection(f"redis://127.0.0.1:{port}", tmp_path, wait_seconds=0.3)
        listener.shutdown(socket.SHUT_RDWR)
