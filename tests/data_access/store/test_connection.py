import socket
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from data_access.store.addresses import BadAddress, read_address
from data_access.store.connection import Connection, StoreUnavailable, open_connection
from data_access.store.durability import Durability
from tests.deployments.deployment import Deployment
from tests.ports import free_port


def test_opens_a_unix_socket_by_url(redis_server: Connection, tmp_path: Path) -> None:
    path = redis_server.redis.get_connection_kwargs()["path"]
    with open_connection(f"unix://{path}", tmp_path) as connection:
        assert connection.redis.ping()
        assert not connection.is_embedded
    assert list(tmp_path.iterdir()) == []
    assert redis_server.redis.ping(), "closing a connection by URL shuts nothing down"


def test_opens_what_the_tests_run_on_and_names_it_without_its_password(
    deployment: Deployment, tmp_path: Path
) -> None:
    with open_connection(deployment.url, tmp_path) as connection:
        assert connection.redis.ping()
        assert "open" not in connection.place
        primaries = 3 if connection.is_cluster else 1
        assert [server.info()["role"] for server in connection.servers()] == ["master"] * primaries
        assert connection.default_shards == (16 if connection.is_cluster else 1)


def test_a_password_that_is_refused_is_said(start: Callable[[str], Deployment], tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="refuses the password"):
        open_connection(start("sentinel").url.replace("open", "shut"), tmp_path)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("redis+sentinel://127.0.0.1:1/main", "no sentinel names a server of 'main'"),
        ("redis+cluster://127.0.0.1:1,127.0.0.1:2", "does not answer"),
    ],
)
def test_says_so_when_none_of_several_answers(url: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match=words):
        open_connection(url, tmp_path)


@pytest.mark.parametrize(
    ("url", "hosts", "rest"),
    [
        ("redis+sentinel://a/s", (("a", 26379),), (None, None, "s", 0)),
        ("redis+sentinel://:p%40w@a:1,b:2/s/3", (("a", 1), ("b", 2)), (None, "p@w", "s", 3)),
        ("redis+sentinel://u:p@[::1]:7,b/s", (("::1", 7), ("b", 26379)), ("u", "p", "s", 0)),
        ("redis+cluster://a:7000,b,[::2]", (("a", 7000), ("b", 6379), ("::2", 6379)), (None, None, "", 0)),
        ("redis+cluster://:p@a:7000/", (("a", 7000),), (None, "p", "", 0)),
    ],
)
def test_a_url_of_several_servers_is_taken_apart(url: str, hosts: object, rest: object) -> None:
    found = read_address(url)
    assert found.hosts == hosts
    assert (found.user, found.password, found.service, found.database) == rest


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("redis+sentinel://:secret@a:1", "needs the name of the service"),
        ("redis+sentinel://:secret@a:1/s/one", "needs the name of the service"),
        ("redis+sentinel://:secret@a:1/s/1/2", "needs the name of the service"),
        ("redis+sentinel://:secret@a:b/s", "needs host:port"),
        ("redis+cluster://:secret@a:1,", "needs host:port"),
        ("redis+cluster://:secret@a:99999", "needs host:port"),
        ("redis+cluster://:secret@a:1/1", "takes no path"),
    ],
)
def test_what_is_wrong_with_a_url_is_said_without_the_password(url: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(BadAddress, match=words) as caught:
        open_connection(url, tmp_path)
    assert "secret" not in str(caught.value)


def test_the_embedded_redis_cannot_promise_replicas(tmp_path: Path) -> None:
    with pytest.raises(BadAddress, match="no replicas"):
        open_connection(None, tmp_path, durability=Durability(wait_replicas=1))


@pytest.mark.parametrize("url", ["http://host", "host:6379", "redis"])
def test_refuses_what_is_no_redis_url(url: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="must begin with one of redis://"):
        open_connection(url, tmp_path)


def test_names_the_place_and_not_the_password_when_nobody_answers(tmp_path: Path) -> None:
    port = free_port()
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
