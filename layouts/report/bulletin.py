"""The monthly bulletin (月度通报): what happened, who ranks where, why, and how it is computed."""

from layouts.report.blocks import Block, Document
from layouts.report.figures import BulletinFigures
from layouts.report.method import method
from layouts.report.standing import reasons, standing
from layouts.report.subjects import departments, public, subjects
from layouts.report.summary import summary
from layouts.report.words import Words
from layouts.text import Text


def bulletin(figures: BulletinFigures, text: Text) -> Document:
    """The bulletin of a month in one language."""
    words = Words(text, figures.city)
    blocks: list[Block] = []
    for section in (summary, standing, reasons, subjects, departments, public, method):
        blocks += section(figures, words)
    place = words.area(figures.place)
    return Document(
        language=text.language,
        title=text("report.title", area=place),
        subtitle=words.month(figures.month),
        facts=_facts(figures, words),
        blocks=tuple(blocks),
        footer=text("report.footer", area=place, month=words.month(figures.month)),
    )


def _facts(figures: BulletinFigures, words: Words) -> tuple[tuple[str, str], ...]:
    text, scheme = words.text, figures.scheme
    frozen = figures.evaluation.get("frozen_at")
    if frozen:
        state = text("report.frozen", time=words.moment(frozen), count=figures.revisions or 0)
    else:
        running = figures.evaluation["running"]
        state = text("report.running" if running else "report.not_frozen")
    rules = f"{scheme.title(text.language)} {scheme.version}"
    if not scheme.confirmed:
        rules += f" · {text('report.example')}"
    facts = [
        (text("report.as_of"), words.moment(figures.as_of)),
        (text("report.state"), state),
        (text("report.rules"), f"{rules} · {scheme.digest[:12]}"),
    ]
    if figures.city.demo:
        facts.append((text("report.data"), text("report.demo")))
    return tuple(facts)
