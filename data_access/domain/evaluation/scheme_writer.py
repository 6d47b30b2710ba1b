"""Writes a scheme as the text that `scheme_reader` reads: reading it gives the same scheme back."""

from collections.abc import Iterable

from data_access.domain.evaluation.scheme import Formula, KindRules, Scheme
from data_access.domain.indicators import INDICATORS

FORMAT = 1


def write_scheme(scheme: Scheme, remarks: Iterable[str] = ()) -> str:
    """The TOML text of a scheme; `remarks` become comments at its head."""
    formulas = {
        criterion.name: criterion.formula for rules in scheme.kinds.values() for criterion in rules.criteria
    }
    own = [formula for formula in formulas.values() if formula.name not in INDICATORS]
    lines = [f"# {' '.join(remark.split())}" for remark in remarks]
    lines += [
        "",
        f"format = {FORMAT}",
        f"version = {_text(scheme.version)}",
        f"zh = {_text(scheme.zh)}",
        f"en = {_text(scheme.en)}",
        f"confirmed = {str(scheme.confirmed).lower()}",
        f"since = {_text(scheme.since)}",
    ]
    if scheme.grades:
        lines += ["", "[grades]"]
        lines += [f"{g.code} = {{ {_names(g.zh, g.en)}, least = {_number(g.least)} }}" for g in scheme.grades]
    lines += ["", "[items]"]
    lines += [f"{item.code} = {{ {_names(item.zh, item.en)} }}" for item in scheme.items]
    lines += ["", "[composites]"]
    lines += [_composite(formula) for formula in own if not formula.external]
    lines += ["", "[external]"]
    lines += [f"{one.name} = {{ {_names(one.zh, one.en)} }}" for one in own if one.external]
    for kind, rules in scheme.kinds.items():
        lines += ["", *_kind(kind.value, rules, scheme)]
    return "\n".join(lines).lstrip("\n") + "\n"


def _kind(kind: str, rules: KindRules, scheme: Scheme) -> list[str]:
    shown = ", ".join(_text(name) for name in rules.shown)
    lines = [f"[kinds.{kind}]", f"basis = {_text(rules.basis)}", f"minimum = {rules.minimum}"]
    lines += [f"shown = [{shown}]"]
    for number, item in enumerate(scheme.items):
        own = [criterion for criterion in rules.criteria if criterion.item == number]
        if own:
            lines += ["", f"[{kind}.{item.code}]"]
        for one in own:
            minimum = f", minimum = {one.minimum}" if one.minimum else ""
            lines.append(
                f"{one.name} = {{ better = {_text(one.better.value)}, zero = {_number(one.zero)}, "
                f"full = {_number(one.full)}, weight = {_number(one.weight)}{minimum} }}"
            )
    return lines


def _composite(formula: Formula) -> str:
    def measures(names: tuple[str, ...]) -> str:
        return _text(names[0]) if len(names) == 1 else f"[{', '.join(map(_text, names))}]"

    parts = [_names(formula.zh, formula.en), f"numerator = {measures(formula.numerator)}"]
    if formula.denominator:
        parts.append(f"denominator = {measures(formula.denominator)}")
    if formula.complement:
        parts.append("complement = true")
    return f"{formula.name} = {{ {', '.join(parts)} }}"


def _names(zh: str, en: str) -> str:
    return f"zh = {_text(zh)}, en = {_text(en)}"


def _text(value: str) -> str:
    escaped = "".join(
        f"\\u{ord(sign):04x}" if ord(sign) < 32 or ord(sign) == 127 else sign
        for sign in value.replace("\\", "\\\\").replace('"', '\\"')
    )
    return f'"{escaped}"'


def _number(value: float) -> str:
    """The shortest text that reads as the same number."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(value))
