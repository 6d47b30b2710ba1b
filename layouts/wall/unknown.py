"""The page of an address that no wall has: says what is wrong with it and what there is."""

from dash import html

from data_access.domain.areas import AreaTree
from data_access.domain.showing import Scene
from layouts.text import Text


def unknown_page(text: Text, what: str, value: str, tree: AreaTree) -> html.Div:
    """What the address asks for in vain, and every scene and area that it may ask for."""
    areas = [tree.city, *tree.towns]
    return html.Div(
        [
            html.H1(text(f"wall.unknown.{what}", value=value[:60])),
            html.P(text("wall.unknown.scenes")),
            html.Ul(
                [
                    html.Li(html.A(text(f"wall.scene.{scene.value}"), href=f"?scene={scene.value}"))
                    for scene in Scene
                ]
            ),
            html.P(text("wall.unknown.areas")),
            html.Ul(
                [
                    html.Li(html.A(area.name(text.language), href=f"?scene=overview&area={area.code}"))
                    for area in areas
                ],
                className="areas",
            ),
        ],
        className="unknown",
        lang=text.language,
    )
