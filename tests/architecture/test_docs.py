"""The documentation is complete: compared with the tables of the code itself."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
import typer
from typer.core import TyperCommand, TyperGroup

from dashboard.config import CONFIG_VARIABLE, PREFIX, Settings, load_settings
from dashboard.services import open_services
from dashboard.web import create_app
from data_access.domain.indicators import INDICATORS
from data_access.store.connection import Connection
from data_access.store.keys import Keys
from tests.architecture.files import ROOT

DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.rglob("*.md")), ROOT / "benchmarks" / "README.md"]


def page(name: str) -> str:
    return (DOCS / name).read_text()


def first_column(text: str) -> set[str]:
    """What stands in backticks at the beginning of table rows."""
    return set(re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE))


def commands() -> dict[str, TyperCommand | TyperGroup]:
    """Every command of the command line by its full name; names of groups end in …"""
    from dashboard.cli.main import app

    found: dict[str, TyperCommand | TyperGroup] = {}

    def walk(command: object, path: str) -> None:
        assert isinstance(command, TyperCommand | TyperGroup)
        if isinstance(command, TyperGroup):
            found[f"{path} …"] = command
            for name, sub in command.commands.items():
                walk(sub, f"{path} {name}")
        else:
            found[path] = command

    walk(typer.main.get_command(app), "zhiwang")
    return found


def test_every_setting_is_documented_with_its_name_in_the_file() -> None:
    expected = {f"{PREFIX}{name}".upper() for name in Settings.model_fields} | {CONFIG_VARIABLE}
    assert first_column(page("settings.md")) == expected
    for name in Settings.model_fields:
        assert f"| `{PREFIX}{name.upper()}` | `{name}` |" in page("settings.md")


def test_every_setting_says_what_it_is() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_every_setting_is_used() -> None:
    code = "".join(path.read_text() for path in (ROOT / "dashboard").rglob("*.py"))
    assert [name for name in Settings.model_fields if f".{name}" not in code] == []


def test_every_command_is_documented_and_every_documented_command_exists() -> None:
    documented = {re.sub(r" [A-Z]+$", "", name) for name in first_column(page("commands.md"))}
    assert documented == {name for name in commands() if not name.endswith("…")}


def test_every_command_says_what_it_does() -> None:
    assert [name for name, command in commands().items() if not command.help] == []


def test_examples_use_commands_and_options_that_exist() -> None:
    known = commands()
    wrong = []
    for path in PAGES:
        blocks = re.findall(r"^```sh\n(.*?)^```", path.read_text(), re.MULTILINE | re.DOTALL)
        for line in "".join(blocks).replace("\\\n", " ").splitlines():
            # What comes before it may be a folder, what follows # is a remark.
            found = re.search(r"(?:^|/)zhiwang((?: [a-z]+)+)(.*)", line.split(" #")[0])
            if not found:
                continue
            words = found[1].split()
            name = next(
                (n for i in (2, 1) if (n := " ".join(["zhiwang", *words[:i]])) in known), " ".join(words)
            )
            options = {o for p in known[name].params for o in p.opts} if name in known else set()
            used = re.findall(r"(?<= )--[a-z-]+", found[2])
            if name not in known or not set(used) <= options:
                wrong.append(f"{path.name}: {line.strip()}")
    assert wrong == []


def test_every_endpoint_is_documented_and_every_documented_endpoint_exists(
    redis_server: Connection, tmp_path: Path
) -> None:
    socket = redis_server.redis.get_connection_kwargs()["path"]
    with open_services(load_settings(redis_url=f"unix://{socket}", data=tmp_path)) as services:
        app, _ = create_app(services)
    # Parts of the page: scripts, styles, map files, the way back for callbacks.
    inner = re.compile(r"/(wall|review|public)(/(_|assets|map|<)|$)")
    found = {
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        if not inner.match(rule.rule)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    } - {("POST", "/login")}
    documented = {tuple(entry.split(" ")) for entry in first_column(page("http.md"))}
    assert documented == found


def test_every_indicator_is_documented_under_both_names() -> None:
    text = page("indicators.md")
    assert first_column(text) == set(INDICATORS)
    missing = [name for name, i in INDICATORS.items() if f"| `{name}` | {i.zh} |" not in text]
    assert missing == []


def test_every_key_is_documented_with_its_type_and_content() -> None:
    expected = set()
    for name, function in vars(Keys).items():
        if not name.startswith("_"):
            found = re.match(r"`([^`]+)` ([\w/ ]+): .", function.__doc__ or "")
            assert found is not None, f"{name}: the docstring gives `pattern` type: content"
            expected.add((found[1], found[2]))
    documented = set(re.findall(r"^\| `([^`]+)` \| ([\w/ ]+) \| .", page("store.md"), re.MULTILINE))
    assert documented == expected


def test_every_benchmark_is_listed() -> None:
    programs = {
        path.stem
        for path in (ROOT / "benchmarks").glob("*.py")
        if 'if __name__ == "__main__"' in path.read_text()
    }
    programs |= {path.parent.name for path in (ROOT / "benchmarks").glob("*/__main__.py")}
    listed = set(re.findall(r"benchmarks\.(\w+)`", (ROOT / "benchmarks" / "README.md").read_text()))
    assert listed == programs


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_to_files(path: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text())
    local = [link for link in links if "://" not in link and not link.endswith(".png")]
    assert [link for link in local if not (path.parent / unquote(link)).exists()] == []
