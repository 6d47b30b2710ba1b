"""Documents as DOCX, with the styles of the word processor, so that they can be edited and signed."""

import io
from collections.abc import Sequence

from docx import Document as new_document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import _Row as WordRow
from docx.text.paragraph import Paragraph as WordParagraph

from dashboard.reports.typeset import picture
from layouts.report.blocks import Bars, Document, Heading, Lines, Paragraph, Table
from layouts.text import Text

_LATIN, _CHINESE = "Arial", "Microsoft YaHei"
_SOFT, _NOTE = RGBColor(0x46, 0x55, 0x63), RGBColor(0x5F, 0x6E, 0x7C)
_WIDTH_CM = 17.0


def docx(document: Document, text: Text) -> bytes:
    """The document as DOCX. Raises NoFont for its charts."""
    word = new_document()
    _prepare(word, document)
    _centred(word.add_paragraph(document.title, style="Title"))
    _centred(word.add_paragraph(document.subtitle, style="Subtitle"))
    for label, said in document.facts:
        paragraph = word.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(1)
        _sized(paragraph, f"{label}  ", 9, _SOFT)
        _sized(paragraph, said, 9, None)
    for place, block in enumerate(document.blocks):
        if isinstance(block, Heading):
            word.add_heading(block.text, level=1)
        elif isinstance(block, Paragraph):
            _sized(
                word.add_paragraph(), block.text, 8.5 if block.quiet else 10.5, _NOTE if block.quiet else None
            )
        elif isinstance(block, Table):
            _add_table(word, block)
        else:
            _add_picture(word, block, picture(document, text, place))
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _prepare(word: WordDocument, document: Document) -> None:
    word.core_properties.title = f"{document.title} {document.subtitle}"
    word.core_properties.author = ""
    word.core_properties.comments = ""
    word.core_properties.language = "zh-CN" if document.language == "zh" else "en-GB"
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.0)
    section.top_margin = section.bottom_margin = Cm(2.0)
    for name in ("Normal", "Title", "Subtitle", "Heading 1", "Caption"):
        style = word.styles[name]
        assert isinstance(style, ParagraphStyle)
        style.font.name = _LATIN
        style.font.italic = False
        style.font.color.rgb = RGBColor(0x13, 0x20, 0x2C)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(kind), None)
        fonts.set(qn("w:eastAsia"), _CHINESE)
    word.styles["Normal"].font.size = Pt(10.5)
    word.styles["Title"].font.size = Pt(20)
    word.styles["Subtitle"].font.size = Pt(13)
    word.styles["Heading 1"].font.size = Pt(14)
    word.styles["Caption"].font.size = Pt(9.5)
    _footer(section.footer.paragraphs[0], document)


def _footer(paragraph: WordParagraph, document: Document) -> None:
    _sized(paragraph, f"{document.footer}    ", 8, _NOTE)
    run = paragraph.add_run()
    run.font.size = Pt(8)
    for kind, said in (("begin", None), (None, "PAGE"), ("end", None)):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = said
        run._r.append(element)


def _centred(paragraph: WordParagraph) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _sized(paragraph: WordParagraph, said: str, size: float, colour: RGBColor | None) -> None:
    run = paragraph.add_run(said)
    run.font.size = Pt(size)
    if colour is not None:
        run.font.color.rgb = colour


def _caption(word: WordDocument, said: str) -> None:
    paragraph = word.add_paragraph(said, style="Caption")
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.space_before = Pt(8)


def _add_table(word: WordDocument, table: Table) -> None:
    _caption(word, table.caption)
    made = word.add_table(rows=1, cols=len(table.columns))
    made.autofit = False
    whole = sum(column.share for column in table.columns)
    widths = [Cm(_WIDTH_CM * column.share / whole) for column in table.columns]
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    heads = tuple(column.title for column in table.columns)
    _fill(made.rows[0], heads, table, widths, rule=8, colour="465563", bold=True)
    for cells in table.rows:
        _fill(made.add_row(), cells, table, widths, rule=4, colour="C3CCD5", bold=False)
    # The heads again on every page.
    made.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _fill(
    row: WordRow,
    cells: tuple[str, ...],
    table: Table,
    widths: Sequence[Length],
    *,
    rule: int,
    colour: str,
    bold: bool,
) -> None:
    """Write a row with a line below it, `rule` eighths of a point thick."""
    # No row is torn apart by the end of a page.
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell, said, column, width in zip(row.cells, cells, table.columns, widths, strict=True):
        cell.width = width
        borders = OxmlElement("w:tcBorders")
        below = OxmlElement("w:bottom")
        for name, value in (("val", "single"), ("sz", str(rule)), ("space", "0"), ("color", colour)):
            below.set(qn(f"w:{name}"), value)
        borders.append(below)
        cell._tc.get_or_add_tcPr().append(borders)
        paragraph = cell.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if column.right else WD_ALIGN_PARAGRAPH.LEFT
        paragraph.paragraph_format.space_after = Pt(0)
        run = paragraph.add_run(said)
        run.font.size = Pt(8.5)
        run.font.bold = bold


def _add_picture(word: WordDocument, chart: Bars | Lines, image: bytes) -> None:
    _caption(word, chart.caption)
    word.add_picture(io.BytesIO(image), width=Cm(_WIDTH_CM))
    properties = word.inline_shapes[-1]._inline.docPr
    properties.set("descr", chart.alt)
    properties.set("title", chart.caption)
