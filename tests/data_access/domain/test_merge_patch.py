"""Merge patches: the examples of RFC 7386, and that a difference applied gives the new document."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.domain.merge_patch import diff, merge, without_nulls

SCALARS = st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["", "a", "b"])
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner),
    max_leaves=8,
)
DOCUMENTS = st.dictionaries(st.sampled_from("abcd"), VALUES, max_size=4)


@pytest.mark.parametrize(
    ("target", "patch", "result"),
    [
        ({"a": "b"}, {"a": "c"}, {"a": "c"}),
        ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
        ({"a": "b"}, {"a": None}, {}),
        ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
        ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
        ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
        ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
        ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
        (["a", "b"], ["c", "d"], ["c", "d"]),
        ({"a": "b"}, ["c"], ["c"]),
        ({"a": "foo"}, None, None),
        ({"a": "foo"}, "bar", "bar"),
        ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
        ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
        ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
    ],
)
def test_the_examples_of_the_standard(target: Any, patch: Any, result: Any) -> None:
    assert merge(target, patch) == result


@given(DOCUMENTS, DOCUMENTS)
def test_a_difference_applied_gives_the_new_document(old: dict[str, Any], new: dict[str, Any]) -> None:
    patch = diff(old, new)
    assert without_nulls(merge(without_nulls(old), patch)) == without_nulls(new)
    assert merge(merge(without_nulls(old), patch), patch) == merge(without_nulls(old), patch)


@given(DOCUMENTS)
def test_equal_documents_have_no_difference(document: dict[str, Any]) -> None:
    assert diff(document, document) == {}


def test_only_what_changed_travels() -> None:
    old = {
        "kpis": {"open": {"value": 1, "spark": [1, None]}, "closed": {"value": 2}},
        "cells": {"7": 1, "8": 2},
    }
    new = {
        "kpis": {"open": {"value": 3, "spark": [1, None]}, "closed": {"value": 2}},
        "cells": {"8": 2, "9": 1},
    }
    assert diff(old, new) == {"kpis": {"open": {"value": 3}}, "cells": {"7": None, "9": 1}}


def test_one_is_not_true_and_not_the_same_as_a_float() -> None:
    assert diff({"a": 1}, {"a": True}) == {"a": True}
