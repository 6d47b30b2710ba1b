"""Wires of the overview: what the address filters, one answer for all that the page shows."""

from dash import html
from dash.development.base_component import Component

from callbacks.review.desk import Desk
from callbacks.review.page import Address, Page


def render(desk: Desk, address: Address) -> Component:
    """The page with its figures."""
    return html.Div()


PAGE = Page("overview", "", render)
