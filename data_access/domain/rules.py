"""Thresholds of the board, of the quality of collection and of disclosure: a city's own, from its pack."""

from dataclasses import dataclass, field

from data_access.domain.disclosure.rules import Disclosure


@dataclass(frozen=True, slots=True)
class Rules:
    """What a pack may set in `rules.toml`; these defaults hold for what it leaves out."""

    boundary_m: float = 50.0
    """A case within so many metres of another town lies on a boundary."""
    past_days: int = 90
    """Days before `as_of` whose finished steps tell how long a step of a kind usually takes."""
    least_durations: int = 30
    """Finished steps of a kind below which nothing is said about how long they usually take."""
    trivial: frozenset[str] = frozenset()
    """Codes of subclasses that are settled in minutes and come back: many of them show little."""
    least_cases: int = 30
    """Cases below which a share of a team or an area is called too few."""
    public: Disclosure = field(default_factory=Disclosure)
    """What everybody may be told."""
