"""Prints the figures, and writes them as JSON, as a picture and as docs/performance.md."""

import importlib.metadata
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import orjson

from benchmarks.peers.measured import Figure
from benchmarks.peers.plot import draw

DOCS = Path(__file__).parents[2] / "docs"
HEADINGS = {
    "ingest": "Ingest",
    "snapshot": "The wall's snapshot",
    "review": "Review questions",
    "memory": "Memory",
    "together": "Ingest and walls together",
}
HOW = {
    "ingest": (
        "Whole lives of 20,000 cases, seven actions each, shuffled, a tenth repeated, come into a store that "
        "holds so many cases already. Zhiwang parses, validates, folds and keeps every action; "
        "PostgreSQL is handed rows that are parsed already. It is measured in three ways: an upsert an "
        "action, sent in batches; COPY and one grouped upsert a batch, which keeps times but no actions; and "
        "that with every action kept once, as Zhiwang keeps it. None of them validates, orders or folds. "
        "Both programs may lose the last second in a power cut."
    ),
    "snapshot": (
        "All panels: desks of city, towns and villages, figures with their courses of today and last week, "
        "ranking of two months, thirty days, subclasses, steps, ticker, heat. PostgreSQL answers nine "
        "statements in one round trip, from indexed rows or, as far as history goes, from a materialised "
        "roll-up, which is as old as its last renewal. Every figure is compared with ours before the timing. "
        "Processor time is what the computation takes whoever else uses the machine meanwhile; beside it "
        "stands a store that holds the active cases alone, as if there had been no history."
    ),
    "review": "Twelve months of all cases. Every figure is compared with ours before the timing.",
    "memory": (
        "PostgreSQL keeps the bare row and its key, Zhiwang every action as well. Of Redis' bytes 108 are "
        "the row, 24 the id beside it, about 200 the record of seven actions with who did them, and about "
        "80 what Redis adds to each entry of a large hash. "
        "[Decision 39](decisions/0039-larger-pieces-and-blocks-that-grow.md) says what could be less."
    ),
    "together": (
        "Zhiwang computes one snapshot a second for all walls; PostgreSQL answers each client. Its upserts "
        "go into a table of their own, beside the one that is asked. The ratio is what each keeps of its own "
        "figure alone. Python, Redis and the walls' process share the cores with whatever else runs: where "
        "the time that passes has grown and the processor time has not, cores were waited for."
    ),
}


def machine() -> dict[str, str]:
    """What the figures were measured on: cores, memory and versions, nothing that names the machine."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {
        "cores": str(os.cpu_count()),
        "memory": f"{pages / 2**30:.0f} GB",
        "system": f"{platform.system()} on {platform.machine()}",
        "Python": platform.python_version(),
        "numpy": importlib.metadata.version("numpy"),
        "redis-py": importlib.metadata.version("redis"),
        "load average before the run": f"{os.getloadavg()[1]:.1f}",
    }


def print_figures(figures: Sequence[Figure]) -> None:
    """One line a figure, as soon as it is there."""
    for one in figures:
        peer = "" if one.peer is None else f"{_number(one.peer, one.unit):>14}  {one.peer_name}"
        ratio = "" if one.ratio is None else f"×{one.ratio:.2f}"
        verdict = "" if one.reached is None else f"{one.bar} {'reached' if one.reached else 'MISSED'}"
        own = _number(one.own, one.unit)
        print(f"{one.cases:>9,}  {one.name[:58]:58} {own:>14} {ratio:>8} {peer}  {verdict}", flush=True)


BY_OTHERS = "\n## The wall in a browser\n"
"""Where the part of the page begins that other benchmarks have measured: it stays as it is."""


def write_files(figures: Sequence[Figure], facts: dict[str, str], command: str, folder: Path = DOCS) -> None:
    """`performance.md`, and beside it the picture and the figures as JSON."""
    pictures = folder / "pictures"
    pictures.mkdir(parents=True, exist_ok=True)
    result = {
        "measured": datetime.now(UTC).date().isoformat(),
        "command": command,
        "machine": facts,
        "figures": [asdict(one) | {"ratio": one.ratio} for one in figures],
    }
    (pictures / "performance.json").write_bytes(orjson.dumps(result, option=orjson.OPT_INDENT_2) + b"\n")
    (pictures / "performance.svg").write_text(draw(figures), encoding="utf-8")
    page = folder / "performance.md"
    kept = page.read_text(encoding="utf-8").partition(BY_OTHERS) if page.is_file() else ("", "", "")
    page.write_text(_page(figures, facts, command) + "".join(kept[1:]), encoding="utf-8")


def _page(figures: Sequence[Figure], facts: dict[str, str], command: str) -> str:
    lines = [
        "# Performance",
        "",
        "Measured beside PostgreSQL at the same work, and beside the limit of Redis, in one run on one "
        "machine, in turns; figures are medians. Absolute figures differ from machine to machine, ratios "
        "less so. A ratio above 1 is in favour of Zhiwang. This page is written by",
        "",
        f"```\n{command}\n```",
        "",
        f"on {datetime.now(UTC).date().isoformat()}: {', '.join(f'{k} {v}' for k, v in facts.items())}. "
        "The figures as JSON: [performance.json](pictures/performance.json).",
        "",
        "![Figures by number of cases, beside the peers](pictures/performance.svg)",
    ]
    for part, heading in HEADINGS.items():
        rows = [one for one in figures if one.part == part]
        if not rows:
            continue
        lines += ["", f"## {heading}", "", HOW[part], ""]
        sides = ("both at once", "alone") if part == "together" else ("Zhiwang", "beside it")
        lines += [f"| cases | what | {' | '.join(sides)} | ratio | bar |", "|---:|---|---:|---|---:|---|"]
        for one in rows:
            peer = "" if one.peer is None else f"{_number(one.peer, one.unit)} ({one.peer_name})"
            ratio = "" if one.ratio is None else f"{one.ratio:.2f}"
            bar = "" if one.reached is None else f"{one.bar}: {'reached' if one.reached else '**missed**'}"
            own = _number(one.own, one.unit)
            lines.append(f"| {one.cases:,} | {one.name} | {own} | {peer} | {ratio} | {bar} |")
    return "\n".join(lines) + "\n"


def _number(value: float, unit: str) -> str:
    if unit == "ms":
        return f"{value:,.1f} ms"
    return f"{value:,.0f}/s" if unit == "/s" else f"{value:,.0f} {unit}"
