"""Which version of the city pack was in force when, and what answers say of it."""

from data_access.domain.pack_versions import PackVersion, in_force_at, pack_json

FIRST, SECOND, THIRD = (PackVersion(name, since) for name, since in (("a", 10.0), ("b", 20.0), ("a", 30.0)))
ALL = (FIRST, SECOND, THIRD)


def test_the_version_in_force_is_the_last_one_that_began_before() -> None:
    found = {end: in_force_at(ALL, end) for end in (5, 10, 11, 20, 20.5, 30, 31)}
    assert found == {5: FIRST, 10: FIRST, 11: FIRST, 20: FIRST, 20.5: SECOND, 30: SECOND, 31: THIRD}
    assert in_force_at((), 5) is None


def test_answers_name_the_version_that_figures_follow_and_that_of_their_period() -> None:
    assert pack_json(ALL, 25) == {"now": "a", "then": "b"}
    assert pack_json(ALL[:2], 15) == {"now": "b", "then": "a"}
    assert pack_json((), 25) == {"now": None, "then": None}
