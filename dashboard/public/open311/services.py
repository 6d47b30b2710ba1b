"""What Open311 calls services: the subclasses of the city, each with the limit that it is to be solved in."""

from typing import Any

from data_access.domain.city import City
from data_access.domain.taxonomy import CaseClass, Subclass

Item = dict[str, Any]


def services(city: City, language: str) -> list[Item]:
    """Every subclass that the public may report about, grouped by its class."""
    taxonomy = city.taxonomy
    return [
        _service(subclass, taxonomy.classes[subclass.class_index], language)
        for subclass in taxonomy.subclasses
        if not subclass.sensitive
    ]


def definition(city: City, code: str, language: str) -> Item | None:
    """What is told about one service: its limit and department; None when there is no such service."""
    index = city.taxonomy.subclass_index(code)
    subclass = None if index is None else city.taxonomy.subclasses[index]
    if subclass is None or subclass.sensitive:
        return None
    return {"service_code": subclass.code, "attributes": _attributes(subclass)}


def _service(subclass: Subclass, group: CaseClass, language: str) -> Item:
    name, group_name = _name(subclass, language), _name(group, language)
    return {
        "service_code": subclass.code,
        "service_name": name,
        "description": f"{group_name}: {name}",
        "metadata": True,
        "type": "realtime",
        "keywords": ", ".join((subclass.name_zh, subclass.name_en)),
        "group": group_name,
    }


def _attributes(subclass: Subclass) -> list[Item]:
    told = []
    if subclass.limit is not None and subclass.clock is not None:
        unit = subclass.clock.value.replace("_", " ")
        told.append(_attribute(1, "time_limit", f"{subclass.limit:g} × {unit}"))
    if subclass.department:
        told.append(_attribute(len(told) + 1, "department", subclass.department))
    return told


def _attribute(order: int, code: str, description: str) -> Item:
    """An attribute that only informs: nothing is asked of the reporter (`variable` false)."""
    return {
        "variable": False,
        "code": code,
        "datatype": "string",
        "required": False,
        "datatype_description": "",
        "order": order,
        "description": description,
    }


def _name(named: Subclass | CaseClass, language: str) -> str:
    return named.name_en if language == "en" else named.name_zh
