import ast
import re
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from tests.architecture.files import ROOMS, ROOT, python_files

LONGEST = 300
"""Lines. A file is about one thing; 250 is the aim, the rest is slack for tables."""
TOP_LEVEL = {*ROOMS, "assets", "benchmarks", "deploy", "docs", "tests"}
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_imports_go_one_way(capsys: pytest.CaptureFixture[str]) -> None:
    status = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert status == 0, capsys.readouterr().out


def test_top_level_holds_the_rooms_and_nothing_else() -> None:
    folders = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")}
    made_by_tools = {"__pycache__", "build", "dist", "zhiwang.egg-info"}
    assert folders - made_by_tools <= TOP_LEVEL


def test_no_file_is_long() -> None:
    files = [*python_files(*ROOMS, "tests", "benchmarks"), *(ROOT / "assets").rglob("*.js")]
    long = {
        relative(path): count for path in files if (count := len(path.read_text().splitlines())) > LONGEST
    }
    assert long == {}


def test_init_files_are_empty() -> None:
    assert [relative(p) for p in python_files(*ROOMS) if p.name == "__init__.py" and p.read_text()] == []


def test_every_folder_of_a_room_is_a_package() -> None:
    folders = {path.parent for path in python_files(*ROOMS)}
    assert [relative(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


@pytest.mark.parametrize("room", ["layouts", "callbacks"])
def test_words_on_screens_come_from_the_catalogues(room: str) -> None:
    """Chinese in a string of the code (docstrings aside) is a text that cannot be translated."""
    found = []
    for path in python_files(room):
        tree = ast.parse(path.read_text())
        docstrings = {id(statement.value) for statement in ast.walk(tree) if isinstance(statement, ast.Expr)}
        found += [
            f"{relative(path)}:{node.lineno} {node.value!r}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in docstrings
            and CHINESE.search(node.value)
        ]
    assert found == []


def test_both_lock_files_agree_and_name_no_host() -> None:
    pins = []
    for name in ("requirements.lock", "requirements-test.lock"):
        text = (ROOT / name).read_text()
        assert "://" not in text
        pins.append(set(re.findall(r"^([a-z0-9.-]+==\S+)", text, re.MULTILINE)))
    assert pins[0] <= pins[1], "./test must not change what ./run has installed"
