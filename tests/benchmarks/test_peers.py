"""The peer of the benchmarks does the same work, and results become table, picture and page."""

import re
from pathlib import Path
from xml.etree import ElementTree

import orjson
import psycopg
import pytest

from benchmarks.peers.measured import Figure, in_turns
from benchmarks.peers.postgres import NoPostgres, cluster, version
from benchmarks.peers.postgres_rows import load_rows
from benchmarks.peers.postgres_wall import WallStatements
from benchmarks.peers.report import machine, write_files
from benchmarks.peers.review import Review
from benchmarks.peers.wall import FiguresDiffer, compare, snapshot_of
from benchmarks.synthetic import synthetic_city, synthetic_columns
from data_access.domain.period import to_row_time
from data_access.queries.wall_clock import wall_clock

NOW = 1_795_500_000
FIGURES = [
    Figure("snapshot", "all panels", 10_000, "ms", 4.0, "PostgreSQL", 40.0, "≤ 5 ms", True),
    Figure("ingest", "actions", 10_000, "/s", 50_000.0, "raw Redis", 200_000.0, "≥ 60,000/s", False),
]


def test_postgresql_gives_the_same_figures_and_a_changed_row_is_noticed() -> None:
    try:
        version()
    except NoPostgres as reason:
        pytest.skip(f"PostgreSQL: {reason}")
    city = synthetic_city()
    columns = synthetic_columns(city, 8_000, to_row_time(NOW))
    review = Review(columns, city, NOW)
    with cluster() as address, psycopg.connect(address) as connection:
        load_rows(connection, columns)
        own = snapshot_of(columns, city, NOW)()
        asked = WallStatements(wall_clock(NOW, city.zone), city)
        compare(own, asked, asked.ask(connection), city)
        review.compare(connection)
        connection.execute("DELETE FROM cases WHERE id = (SELECT id FROM cases WHERE stage < 6 LIMIT 1)")
        with pytest.raises(FiguresDiffer):
            compare(own, asked, asked.ask(connection), city)
        with pytest.raises(FiguresDiffer):
            review.compare(connection)


def test_a_ratio_above_one_is_in_favour_of_zhiwang() -> None:
    assert [one.ratio for one in FIGURES] == [10.0, 0.25]


def test_works_take_turns_and_medians_count() -> None:
    order: list[str] = []
    figures = iter([1.0, 10.0, 9.0, 30.0, 2.0, 20.0])

    def work(name: str) -> float:
        order.append(name)
        return next(figures)

    assert in_turns([lambda: work("a"), lambda: work("b")], 3) == [2.0, 20.0]
    assert order == ["a", "b"] * 3


def test_results_become_a_page_a_picture_and_json(tmp_path: Path) -> None:
    (tmp_path / "performance.md").write_text("old\n\n## The wall in a browser\n\nby others\n")
    write_files(FIGURES, machine(), "the command", tmp_path)
    assert (tmp_path / "performance.md").read_text().endswith("|\n\n## The wall in a browser\n\nby others\n")
    page = (tmp_path / "performance.md").read_text()
    line = r"\| 10,000 \| all panels \| 4.0 ms \| 40.0 ms \(PostgreSQL\) \| 10.00 \|.*reached"
    assert re.search(line, page)
    assert "**missed**" in page
    ElementTree.parse(tmp_path / "pictures" / "performance.svg")
    kept = orjson.loads((tmp_path / "pictures" / "performance.json").read_bytes())
    assert [one["ratio"] for one in kept["figures"]] == [10.0, 0.25]
