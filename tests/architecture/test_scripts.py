import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.architecture.files import ROOT
from tests.waiting import SECONDS

SCRIPTS = ("run", "test", ".ci/run")


@pytest.mark.parametrize("script", SCRIPTS)
def test_scripts_are_executable_and_sound(script: str) -> None:
    assert os.access(ROOT / script, os.X_OK)
    subprocess.run(["bash", "-n", str(ROOT / script)], check=True)


def set_up_with(tmp_path: Path, pythons: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run the set-up in a fresh folder on a machine with these Pythons only: name → shell script."""
    tools = tmp_path / "tools"
    checkout = tmp_path / "checkout"
    tools.mkdir()
    checkout.mkdir()
    for name in ("bash", "dirname", "cat", "cmp", "env"):
        (tools / name).symlink_to(shutil.which(name) or name)
    for name, text in pythons.items():
        (tools / name).write_text(f"#!/bin/sh\n{text}\n")
        (tools / name).chmod(0o755)
    for name in ("run", "pyproject.toml", "requirements.lock"):
        shutil.copy2(ROOT / name, checkout / name)
    return subprocess.run(
        [str(checkout / "run"), "--setup"],
        env={"PATH": str(tools), "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )


def test_without_python_the_set_up_says_which_one_to_install(tmp_path: Path) -> None:
    done = set_up_with(tmp_path, {})
    assert done.returncode == 1
    assert "needs Python 3.11 or 3.12" in done.stderr
    assert not (tmp_path / "checkout" / ".venv").exists()


def test_a_python_too_old_is_named(tmp_path: Path) -> None:
    old = '[ "$1" = --version ] && { echo "Python 3.9.18"; exit 0; }; exit 1'
    done = set_up_with(tmp_path, {"python3": old})
    assert done.returncode == 1
    assert "python3 (Python 3.9.18)" in done.stderr


def test_a_python_that_cannot_make_environments_is_told_what_is_missing(tmp_path: Path) -> None:
    bare = 'case "$2" in *ensurepip*) exit 1;; esac; exit 0'
    done = set_up_with(tmp_path, {"python3.11": bare})
    assert done.returncode == 1
    assert "python3-venv" in done.stderr
