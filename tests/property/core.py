"""The product's pure core, from wire actions to records and rows, without a store."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson

from data_access.domain.actions import ActionSet, Field, add_action
from data_access.domain.city import City
from data_access.domain.lifecycle import CaseState, fold
from data_access.domain.record import encode_record
from data_access.domain.row_builder import RowBuilder
from data_access.domain.rows import Columns, to_columns
from data_access.ingest.parsing import ActionParser
from tests.reference.wire import Wire

NOW_US = 1_900_000_000_000_000
"""In 2030, later than every action of the streams."""


def action_sets(wires: Iterable[Wire], city: City) -> dict[str, ActionSet]:
    """The set of actions of each case."""
    parser = ActionParser(city, b"k" * 16)
    cases: dict[str, ActionSet] = {}
    for wire in wires:
        action = parser.parse(orjson.dumps(wire), NOW_US)
        add_action(cases.setdefault(action.case_id, {}), action.order, action.fields)
    return cases


def records(wires: Iterable[Wire], city: City) -> dict[str, bytes]:
    """The record of each case."""
    return {case_id: encode_record([0], actions) for case_id, actions in action_sets(wires, city).items()}


def states_and_rows(wires: Iterable[Wire], city: City) -> dict[str, tuple[CaseState, npt.NDArray[np.void]]]:
    """State and rows of each case, its names numbered in the order of the alphabet."""
    sets = action_sets(wires, city)
    builder = RowBuilder(
        city, *(_numbered(sets, field) for field in (Field.DEPARTMENT, Field.BY, Field.SUBCLASS))
    )
    result = {}
    for case_id, actions in sets.items():
        state = fold(actions, builder.due_of)
        rows, _ = builder.build([state])
        result[case_id] = (state, rows)
    return result


@dataclass(frozen=True)
class NameLists:
    """Names by number, as a reader of the store holds them."""

    departments: list[str]
    subclasses: list[str]
    teams: list[str]


def columns_and_names(wires: Iterable[Wire], city: City) -> tuple[Columns, NameLists]:
    """The table that the stream makes, and the names in it."""
    sets = action_sets(wires, city)
    numbers = [_numbered(sets, field) for field in (Field.DEPARTMENT, Field.BY, Field.SUBCLASS)]
    unknown = [code for code in numbers[2] if city.taxonomy.subclass_index(code) is None]
    numbers[2] = {code: number for number, code in enumerate(unknown)}
    builder = RowBuilder(city, *numbers)
    rows, _ = builder.build([fold(actions, builder.due_of) for actions in sets.values()])
    return to_columns(rows), NameLists(list(numbers[0]), list(numbers[2]), list(numbers[1]))


def _numbered(sets: dict[str, ActionSet], field: Field) -> dict[str, int]:
    names = {
        fields[field]
        for actions in sets.values()
        for value in actions.values()
        for fields in _listed(value)
        if field in fields
    }
    return {name: number for number, name in enumerate(sorted(names))}


def _listed(value: Any) -> list[dict[int, Any]]:
    return value if isinstance(value, list) else [value or {}]
