"""The bulletin's last section: how its figures are computed, from the definitions themselves."""

from layouts.report.blocks import Block, Column, Heading, Paragraph, Table
from layouts.report.figures import BulletinFigures
from layouts.report.summary import SHOWN
from layouts.report.words import Words


def method(figures: BulletinFigures, words: Words) -> list[Block]:
    """Definition of every indicator that is shown, and how scores and intervals come about."""
    text = words.text
    rows = tuple((words.indicator(name), text(f"definition.{name}")) for name in SHOWN)
    return [
        Heading(text("report.method_title")),
        Paragraph(text("report.method", rules=figures.scheme.title(text.language))),
        Table(
            text("report.definitions_caption"),
            (
                Column(text("report.indicator"), 1, right=False),
                Column(text("report.definition"), 4, right=False),
            ),
            rows,
        ),
    ]
