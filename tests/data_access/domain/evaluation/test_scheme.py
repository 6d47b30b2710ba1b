"""Evaluation schemes: what the shipped one says, and what is said about a wrong one."""

from pathlib import Path

import pytest

from data_access.domain.evaluation.scheme import ObjectKind, in_force
from data_access.domain.evaluation.scheme_docs import scheme_tables
from data_access.domain.evaluation.scheme_reader import BadScheme, read_scheme

SHIPPED = Path(__file__).parents[4] / "data_access/cities/dongguan/evaluation/reference-1.toml"
TEXT = SHIPPED.read_text()


def problems(old: str, new: str) -> list[str]:
    assert old in TEXT
    with pytest.raises(BadScheme) as raised:
        read_scheme("s.toml", TEXT.replace(old, new, 1))
    return raised.value.problems


def line_of(part: str) -> int:
    return TEXT[: TEXT.index(part)].count("\n") + 1


def test_the_reference_scheme_has_seven_items_and_sixty_indicators_and_is_an_example() -> None:
    scheme = read_scheme(SHIPPED.name, TEXT)
    assert scheme.version == SHIPPED.stem
    assert not scheme.confirmed
    assert len(scheme.items) == 7
    counts = {kind: len(rules.criteria) for kind, rules in scheme.kinds.items()}
    assert set(counts) == set(ObjectKind)
    assert sum(counts.values()) == 60
    for rules in scheme.kinds.values():
        assert sum(criterion.weight for criterion in rules.criteria) == pytest.approx(100)
    assert {criterion.item for criterion in scheme.kinds[ObjectKind.TOWN].criteria} == set(range(7))
    assert [(grade.zh, grade.least) for grade in scheme.grades] == [
        ("优秀", 90), ("良好", 80), ("合格", 60), ("不合格", 0)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("score", "grade"), [(100, "优秀"), (90, "优秀"), (89.999, "良好"), (60, "合格"), (59.9, "不合格")]
)
def test_grades_begin_at_their_least_score(score: float, grade: str) -> None:
    found = read_scheme(SHIPPED.name, TEXT).grade(score)
    assert found is not None
    assert found.zh == grade


@pytest.mark.parametrize(
    ("old", "new", "where", "words"),
    [
        ("weight = 20, minimum = 20", "weight = 21, minimum = 20", "[kinds.town]", "sum to 101"),
        (
            "\nclosing_rate = {",
            "\nclosing_rat = {",
            "closing_rate = {",
            "no indicator, composite or external",
        ),
        (
            '\nclosing_rate = { better = "up"',
            '\nclosing_rate = { better = "down"',
            "closing_rate = {",
            "better",
        ),
        (
            "zero = 0.80, full = 0.995",
            "zero = 0.995, full = 0.80",
            "zero = 0.80, full = 0.995",
            "better side",
        ),
        ("zero = 0.80, full = 0.995", 'zero = "a", full = 0.995', "zero = 0.80, full = 0.995", "no number"),
        (
            "weight = 20, minimum = 20",
            "weight = 20, least = 20",
            "weight = 20, minimum = 20",
            "not known here",
        ),
        ("[town.public]", "[town.publik]", "[town.public]", "is not an item"),
        ('numerator = "void"', 'numerator = "voids"', 'numerator = "void"', "no measure 'voids'"),
        ('numerator = "void"', 'numerator = "open"', 'numerator = "void"', "about now"),
        ("format = 1", "format = 2", "format = 1", "must be 1"),
        ("least = 80", "least = 95", "least = 80", "below that of excellent"),
        ('basis = "settled"', 'basis = "sold"', 'basis = "settled"', "no measure of a month"),
    ],
)
def test_a_fault_is_told_with_its_line(old: str, new: str, where: str, words: str) -> None:
    found = problems(old, new)
    expected = line_of(where)
    if where != "[kinds.town]":
        assert any(f"s.toml, line {expected}:" in text and words in text for text in found), found
    assert any(words in text for text in found)


def test_all_faults_are_told_at_once() -> None:
    text = TEXT.replace("format = 1", "format = 9").replace("least = 80", "least = 95")
    with pytest.raises(BadScheme) as raised:
        read_scheme("s.toml", text)
    assert len(raised.value.problems) == 2


def test_the_scheme_in_force_is_the_one_that_began_last() -> None:
    old = read_scheme("a.toml", TEXT)
    new = read_scheme("b.toml", TEXT.replace('since = "2000-01"', 'since = "2026-01"').replace(
        'version = "reference-1"', 'version = "reference-2"'))  # fmt: skip
    assert in_force((old, new), "2025-12") is old
    assert in_force((old, new), "2026-01") is new
    assert in_force((new,), "2025-12") is None


def test_the_documentation_prints_the_shipped_scheme() -> None:
    page = (SHIPPED.parents[4] / "docs/evaluation.md").read_text()
    assert scheme_tables(read_scheme(SHIPPED.name, TEXT)) in page
