"""How indicators are computed, in the words of a catalogue; made from the definitions."""

from data_access.domain.indicators import INDICATORS
from layouts.text import Text


def definition_words(text: Text, name: str) -> list[str]:
    """How an indicator is computed, a line each: numerator and denominator, or what is counted."""
    indicator = INDICATORS[name]
    first = text(f"figures.measure.{indicator.numerator}")
    if indicator.denominator is None:
        return [text("figures.counted", what=first)]
    second = text(f"figures.measure.{indicator.denominator}")
    if indicator.complement:
        first = text("figures.without", all=second, part=first)
    return [text("figures.numerator", what=first), text("figures.denominator", what=second)]
