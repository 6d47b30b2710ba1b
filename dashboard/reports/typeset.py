"""Documents as PDF, and their charts as pictures: one typst template draws both."""

import dataclasses
import json
from contextlib import AbstractContextManager
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import typst

from layouts.report.blocks import Bars, Block, Document, Heading, Lines, Paragraph, Table
from layouts.text import Text

FONTS = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei")
"""Families that have Chinese and Latin characters; the first that the machine has is used."""
_KINDS: dict[type, str] = {
    Heading: "heading",
    Paragraph: "paragraph",
    Table: "table",
    Bars: "bars",
    Lines: "lines",
}
PICTURE_PPI = 220.0


class NoFont(RuntimeError):
    """The machine has none of the fonts that a document needs; the message says what to install."""


def pdf(document: Document, text: Text) -> bytes:
    """The document as a tagged PDF after PDF/UA-1 (ISO 14289-1). Raises NoFont."""
    with _template() as template:
        return typst.compile(
            template, sys_inputs=_inputs(document, text), format="pdf", pdf_standards=["ua-1"]
        )


def picture(document: Document, text: Text, block: int) -> bytes:
    """The chart at a place of the document's blocks as a PNG, 170 mm wide. Raises NoFont."""
    inputs = {**_inputs(document, text), "chart": str(block)}
    with _template() as template:
        return typst.compile(template, sys_inputs=inputs, format="png", ppi=PICTURE_PPI)


def _template() -> AbstractContextManager[Path]:
    return as_file(files("dashboard.reports").joinpath("bulletin.typ"))


def _inputs(document: Document, text: Text) -> dict[str, str]:
    return {"document": json.dumps(_plain(document, text), ensure_ascii=False)}


def _plain(document: Document, text: Text) -> dict[str, Any]:
    return {
        "language": document.language,
        "title": document.title,
        "subtitle": document.subtitle,
        "facts": document.facts,
        "footer": document.footer,
        "page": text.messages["report.page"],
        "fonts": [font()],
        "blocks": [_block(block) for block in document.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    return {"kind": _KINDS[type(block)], **dataclasses.asdict(block)}


def font() -> str:
    """The first of FONTS that this machine has. Raises NoFont."""
    known = set(typst.Fonts().families())
    for family in FONTS:
        if family in known:
            return family
    raise NoFont(
        "no font with Chinese characters is installed; "
        "install one of these (Debian: fonts-noto-cjk) and start again: " + ", ".join(FONTS)
    )
