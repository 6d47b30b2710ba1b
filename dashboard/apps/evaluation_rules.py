"""Schemes as the pages of review show them: rules of a kind, and grades."""

from typing import Any

from data_access.domain.evaluation.scheme import ObjectKind, Scheme


def rules_json(scheme: Scheme, kind: ObjectKind) -> list[dict[str, Any]]:
    """Every criterion of a kind with its weight and marks."""
    return [
        {"name": c.name, "zh": c.formula.zh, "en": c.formula.en, "item": scheme.items[c.item].code,
         "weight": c.weight, "zero": c.zero, "full": c.full, "better": c.better.value,
         "count": c.formula.counts}
        for c in scheme.kinds[kind].criteria
    ]  # fmt: skip


def levels_json(scheme: Scheme) -> list[dict[str, Any]]:
    """The grades, best first."""
    return [{"code": g.code, "zh": g.zh, "en": g.en, "least": g.least} for g in scheme.grades]
