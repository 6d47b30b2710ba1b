"""Renders the server-made pages: one sheet, written into each page and allowed by its hash."""

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from dashboard.pages.language import Speaking
from layouts.text import Text


@cache
def sheet() -> str:
    """The style sheet of the server-made pages."""
    return _read("page.css")


@cache
def sheet_hash() -> str:
    """Source expression that allows the sheet in a content security policy."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(sheet().encode()).digest()).decode()}'"


def page(template: str, services: Speaking, text: Text, /, **values: Any) -> str:
    """The page of a template in the language of `text`; everything in `values` is escaped."""
    city = services.city.name_en if text.language == "en" else services.city.name_zh
    other = "en" if text.language == "zh" else "zh"
    return (
        _environment()
        .get_template(template)
        .render(
            text=text,
            city=city,
            demo=services.city.demo,
            sheet=Markup(sheet()),  # our own file
            other=other,
            **values,
        )
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=FunctionLoader(_read),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _read(name: str) -> str:
    return files("dashboard.pages").joinpath("templates", name).read_text(encoding="utf-8")
