"""A bulletin in the form that was asked for, with the name of its file."""

from dashboard.reports.typeset import pdf
from dashboard.reports.word import docx
from dashboard.reports.workbook import xlsx
from layouts.report.bulletin import bulletin
from layouts.report.figures import BulletinFigures
from layouts.text import Text

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def written(figures: BulletinFigures, text: Text, form: str) -> tuple[str, bytes]:
    """File name and content; `form` is a key of MEDIA_TYPES. Raises NoFont."""
    level, index = figures.place
    code = figures.city.tree.at(level)[index].code
    name = f"bulletin-{code}-{figures.month}-{text.language}.{form}"
    if form == "xlsx":
        return name, xlsx(figures, text)
    document = bulletin(figures, text)
    return name, pdf(document, text) if form == "pdf" else docx(document, text)
