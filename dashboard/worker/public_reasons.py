"""The ranking of a month for everybody, with the sentence that says why each score changed."""

from collections.abc import Iterator, Mapping
from typing import Any

from dashboard.i18n.load import LANGUAGES, load_text
from data_access.domain.areas import AreaLevel
from data_access.domain.city import City
from data_access.domain.disclosure.points import small_indicators
from data_access.domain.evaluation.entered import Entered
from data_access.domain.evaluation.scheme import Scheme
from data_access.domain.facts import Facts
from data_access.domain.rows import Columns
from data_access.domain.scope import Scope
from data_access.queries.evaluated import areas_of
from data_access.queries.evaluation import evaluation_of, left_out, month_counts, months_until, scheme_of
from data_access.queries.evaluation_why import why_answer
from data_access.queries.groups import NameLists
from data_access.queries.public.month import About
from data_access.queries.public.ranking import ranking_document
from layouts.evaluation.sentence import why_sentence

Json = dict[str, Any]


class RankingMaker:
    """Makes the document of one month town by town, so that others get the processor in between."""

    def __init__(
        self, columns: Columns, city: City, names: NameLists, entered: Entered, about: About, *, frozen: bool
    ) -> None:
        self._columns, self._city, self._names, self._entered = columns, city, names, entered
        self._about, self._frozen = about, frozen
        self.document: Json = {}
        self.scores: dict[str, float] = {}
        """Exact scores of the towns that are ranked, by code."""

    def steps(self, known: Mapping[str, frozenset[str]]) -> Iterator[None]:
        """Work town by town; then `document` is there. `known`: see `ranking_document`."""
        city, month, as_of = self._city, self._about.month, self._about.as_of
        scheme: Scheme = scheme_of(city, month)
        subjects = areas_of(city, AreaLevel.TOWN, range(len(city.tree.towns)))
        rules = scheme.kinds[subjects.kind]
        facts = Facts(self._columns, city, as_of)
        before, now = month_counts(facts, city, months_until(month, 2, city), subjects, rules, self._entered)
        yield
        without = left_out(facts, month, subjects, self._entered)
        found = evaluation_of(month, scheme, subjects, before, now, left_out=without)
        yield
        reasons: dict[str, dict[str, str] | None] = {}
        for index, subject in enumerate(found.subjects):
            if found.scores.ranks[index] is None or found.then.ranks[index] is None:
                continue
            own = Scope(areas=((AreaLevel.TOWN, subjects.members[index]),)).mask(self._columns)
            of_town = Facts(self._columns, city, as_of, own)
            why = why_answer(
                found, index, of_town, city, self._names, subjects.kind, before=before,
                level=AreaLevel.TOWN, entered=self._entered,
            )  # fmt: skip
            yield
            # A sentence about an indicator that counts very few cases would say how many they were.
            small = {
                rules.criteria[position].name
                for counts, scores in ((now, found.scores), (before, found.then))
                for position in small_indicators(counts, scores, rules, index, city.rules.public)
            }
            told = {**why, "left_out": 0}
            reasons[subject.code] = (
                None
                if why["parts"] is None or why["cause"] in small
                else {language: why_sentence(load_text(language), told, "town") for language in LANGUAGES}
            )
        self.scores = {
            subject.code: float(found.scores.totals[index])
            for index, subject in enumerate(found.subjects)
            if found.scores.ranks[index] is not None
        }
        self.document = ranking_document(
            self._about, found, city, known, reasons, city.rules.public, frozen=self._frozen
        )


def known_rates(month: Json) -> dict[str, frozenset[str]]:
    """The rates that a month's document tells exactly, by town."""
    return {
        row["code"]: frozenset(
            name
            for name, value in row.items()
            if isinstance(value, dict) and value.get("numerator") is not None
        )
        for row in month["towns"]
    }
