"""Patches bring an old page to the state of a new one, whatever changed."""

import copy
from typing import Any

import pytest
from dash import dcc, html
from dash.development.base_component import Component
from hypothesis import given
from hypothesis import strategies as st

from layouts.patch import all_properties, component_patches, plain

_words = st.sampled_from(["", "a", "b", "12", "<b>"])


@st.composite
def trees(draw: st.DrawFn, depth: int = 3) -> Any:
    """A page: ids follow the place in the tree, as in real layouts, but may be missing."""
    return _tree(draw, depth, "x")


def _tree(draw: st.DrawFn, depth: int, place: str) -> Any:
    props: dict[str, Any] = {}
    if place == "x" or draw(st.booleans()):
        props["id"] = place
    if draw(st.booleans()):
        props["className"] = draw(_words)
    if draw(st.booleans()):
        props["style"] = {"--load": draw(_words)}
    kind = html.Div if place == "x" else draw(st.sampled_from([html.Div, html.Span]))
    if depth == 0 or draw(st.booleans()):
        return kind(draw(st.one_of(st.none(), _words)), **props)
    count = draw(st.integers(0, 3))
    children = [
        draw(_words) if draw(st.integers(0, 3)) == 0 else _tree(draw, depth - 1, f"{place}{k}")
        for k in range(count)
    ]
    return kind(children, **props)


def _apply(page: Any, patches: dict[str, dict[str, Any]]) -> Any:
    """What a browser does with patches: properties set on plain JSON by id."""
    page = copy.deepcopy(page)

    def visit(node: Any) -> None:
        if isinstance(node, list):
            for item in node:
                visit(item)
        elif isinstance(node, dict) and "props" in node:
            props = node["props"]
            props.update(copy.deepcopy(patches.get(props.get("id"), {})))
            visit(props.get("children"))

    visit(page)
    return page


def _clean(node: Any) -> Any:
    """Plain JSON without null properties: to a browser, null and absent are the same."""
    if isinstance(node, list):
        return [_clean(item) for item in node]
    if isinstance(node, dict) and "props" in node:
        return {**node, "props": {k: _clean(v) for k, v in node["props"].items() if v is not None}}
    return node


@given(trees(), trees())
def test_applying_the_patches_to_the_old_page_gives_the_new_page(old: Component, new: Component) -> None:
    patched = _apply(plain(old), component_patches(old, new))
    assert _clean(patched) == _clean(plain(new))


@given(trees())
def test_equal_pages_need_no_patch(page: Component) -> None:
    assert component_patches(page, page) == {}


@given(trees(), trees())
def test_patches_are_plain_json(old: Component, new: Component) -> None:
    for values in component_patches(old, new).values():
        assert not any(isinstance(value, Component) for value in values.values())


def test_only_what_changed_travels() -> None:
    def page(number: str) -> html.Div:
        return html.Div([html.Span("same", id="a"), html.Span(number, id="b"), html.B(number)], id="page")

    assert component_patches(page("1"), page("1")) == {}
    changed = component_patches(
        html.Div(html.Span("1", id="b"), id="p"), html.Div(html.Span("2", id="b"), id="p")
    )
    assert changed == {"b": {"children": "2"}}


def test_a_part_without_id_is_replaced_by_its_nearest_ancestor_with_one() -> None:
    old = html.Div([html.P([html.I("1")]), html.Span("x", id="b")], id="page")
    new = html.Div([html.P([html.I("2")]), html.Span("y", id="b")], id="page")
    patches = component_patches(old, new)
    assert list(patches) == ["page"]
    assert patches["page"]["children"] == plain(new.children)


def test_a_gone_property_becomes_null() -> None:
    assert component_patches(html.P(id="a", className="off"), html.P(id="a")) == {"a": {"className": None}}


def test_roots_without_a_common_id_cannot_be_patched() -> None:
    with pytest.raises(ValueError, match="roots"):
        component_patches(html.Div("1"), html.Div("2"))


def test_all_properties_name_leaves_with_children_and_containers_without() -> None:
    page = html.Div([html.Span("1", id="a", className="big"), dcc.Store(id="s", data=[1])], id="page")
    assert all_properties(page) == {
        "page": {},
        "a": {"className": "big", "children": "1"},
        "s": {"data": [1], "children": None},
    }
    assert "a" not in all_properties(page, without=frozenset({"a"}))
