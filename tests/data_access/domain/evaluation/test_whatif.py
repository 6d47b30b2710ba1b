"""Other weights, marks and grades on the same counts, and schemes written back to text."""

import math
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.domain.evaluation.scheme import ObjectKind, Scheme
from data_access.domain.evaluation.scheme_reader import read_scheme
from data_access.domain.evaluation.scheme_writer import write_scheme
from data_access.domain.evaluation.whatif import BadTrial, Trial, tried

SHIPPED = Path(__file__).parents[4] / "data_access/cities/dongguan/evaluation/reference-1.toml"
TOWN = ObjectKind.TOWN
NAMES = [c.name for c in read_scheme("r", SHIPPED.read_text()).kinds[TOWN].criteria]


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return read_scheme("reference-1.toml", SHIPPED.read_text())


def weights(scheme: Scheme) -> dict[str, float]:
    return {criterion.name: criterion.weight for criterion in scheme.kinds[TOWN].criteria}


def test_a_wanted_weight_holds_and_the_others_keep_their_proportions(scheme: Scheme) -> None:
    before, after = weights(scheme), weights(tried(scheme, TOWN, Trial.read("closing_rate.weight=40")))
    assert after["closing_rate"] == 40
    assert math.fsum(after.values()) == pytest.approx(100)
    assert after["rework_rate"] / after["void_share"] == pytest.approx(
        before["rework_rate"] / before["void_share"]
    )


def test_marks_minima_and_grades_are_replaced(scheme: Scheme) -> None:
    trial = Trial.read("rework_rate.zero=0.2,rework_rate.full=0.03,rework_rate.minimum=5,good.least=85")
    after = tried(scheme, TOWN, trial)
    rework = after.kinds[TOWN].criteria[after.kinds[TOWN].position("rework_rate")]
    assert (rework.zero, rework.full, rework.minimum) == (0.2, 0.03, 5)
    assert [grade.least for grade in after.grades] == [90, 85, 60, 0]
    assert weights(after) == weights(scheme)
    assert after.digest == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("closing_rate", "is not like"),
        ("closing_rate.weight=1;drop", "is not like"),
        ("river.weight=10", "no indicator 'river'"),
        ("closing_rate.weight=100", "above 0 and below 100"),
        ("closing_rate.weight=60,rework_rate.weight=45", "leave nothing"),
        ("closing_rate.full=0.5", "better side"),
        ("good.least=95", "must begin above"),
        ("fail.least=10", "no grade 'fail'"),
        ("excellent.least=101", "at most"),
    ],
)
def test_what_makes_no_scheme_is_refused_in_words(scheme: Scheme, text: str, words: str) -> None:
    with pytest.raises(BadTrial, match=words):
        tried(scheme, TOWN, Trial.read(text))


@settings(max_examples=40)
@given(
    st.dictionaries(st.sampled_from(NAMES), st.integers(1, 30).map(lambda n: n / 8), max_size=4),
    st.dictionaries(st.sampled_from(["excellent", "good"]), st.integers(81, 89), max_size=1),
)
def test_an_address_holds_a_trial_and_a_file_holds_its_scheme(
    changed: dict[str, float], grades: dict[str, float]
) -> None:
    scheme = read_scheme("reference-1.toml", SHIPPED.read_text())
    trial = Trial(weights=changed, grades=grades)
    again = Trial.read(trial.text())
    assert (again.weights, again.grades) == (changed, grades)
    after = tried(scheme, TOWN, trial)
    assert math.fsum(weights(after).values()) == pytest.approx(100, abs=1e-9)
    kept = read_scheme("new.toml", write_scheme(after, ["By somebody\n[items]"]))
    assert replace(kept, digest="") == after


def test_titles_with_quotes_and_line_breaks_survive_the_file(scheme: Scheme) -> None:
    odd = replace(scheme, zh='参考"方案"\n\\', en="A\tscheme\x7f")
    assert replace(read_scheme("x", write_scheme(odd)), digest=scheme.digest) == odd
