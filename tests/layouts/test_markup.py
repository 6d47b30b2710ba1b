"""Components as HTML: escaped, complete, and nothing that would need a callback."""

import dash_svg as svg
import pytest
from dash import dcc, html

from layouts.markup import markup
from layouts.review.parts import attributes


def test_words_and_attributes_are_escaped() -> None:
    found = markup(html.P(["<b>&", html.I(title='"><script>')], className="a b"))
    assert found == '<p class="a b">&lt;b&gt;&amp;<i title="&quot;&gt;&lt;script&gt;"></i></p>'


def test_styles_data_and_hyphens_are_written_as_browsers_read_them() -> None:
    node = html.Div(style={"backgroundColor": "red", "left": "1%"}, tabIndex=0, **attributes(data_focus=""))
    assert markup(node) == '<div style="background-color:red;left:1%" tabindex="0" data-focus=""></div>'


def test_nothing_is_nothing_and_a_number_is_a_word() -> None:
    assert markup([None, 5, html.Br()]) == "5<br/>"


@pytest.mark.parametrize("node", [dcc.Store(id="x"), html.Div(id="x"), html.Button("x", n_clicks=0)])
def test_what_needs_a_callback_is_refused(node: object) -> None:
    with pytest.raises(TypeError):
        markup(node)


def test_a_page_keeps_what_dash_gives_life_to_later_and_escapes_it_all_the_same() -> None:
    tree = html.Div(
        [
            dcc.Link("<a>", href='/public/?a=1&b="', className="x"),
            dcc.Input(placeholder="'\"", required=True, name="number", spellCheck=False),
            svg.Svg(svg.LinearGradient(id="g"), viewBox="0 0 1 1"),
        ],
        id="page",
    )
    assert markup(tree, page=True) == (
        '<div id="page"><a href="/public/?a=1&amp;b=&quot;" class="x">&lt;a&gt;</a>'
        '<input placeholder="&#x27;&quot;" required="" name="number"/>'
        '<svg viewBox="0 0 1 1"><linearGradient id="g"></linearGradient></svg></div>'
    )
    with pytest.raises(TypeError):
        markup(tree)
    with pytest.raises(TypeError):
        markup(dcc.Store(id="x"), page=True)
