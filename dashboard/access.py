"""Who may open what: one table, closed by default, enforced before every request."""

from dataclasses import dataclass
from enum import StrEnum

from data_access.domain.rights import Right

SURFACES = ("wall", "review", "public")


class Role(StrEnum):
    """What a request comes with."""

    ANONYMOUS = "anonymous"
    READ = "read"
    """A bearer token with scope read."""
    INGEST = "ingest"
    """A bearer token with scope ingest."""
    REVIEWER = "reviewer"
    """A logged-in person."""
    SCREEN = "screen"
    """The cookie of a screen's link, where it asks for what that screen shows (`auth/screens.py`)."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A path, all below it, and who may open it."""

    path: str
    roles: frozenset[Role]
    demo: bool = False
    """Whether the demo, which listens on loopback only, opens it to everybody."""
    surface: str | None = None
    right: Right = Right.SEE
    """What a person or a token must have the right to besides; asked only where not everybody may enter."""


EVERYBODY = frozenset(Role)
_READERS = frozenset({Role.READ, Role.REVIEWER})
_OPERATORS = frozenset({Role.READ, Role.INGEST, Role.REVIEWER})

RULES: tuple[Rule, ...] = (
    Rule("/healthz", EVERYBODY),
    Rule("/public", EVERYBODY, surface="public"),
    Rule("/open311", EVERYBODY, surface="public"),
    Rule("/robots.txt", EVERYBODY, surface="public"),
    Rule("/login", EVERYBODY, surface="review"),
    Rule("/logout", EVERYBODY, surface="review"),
    Rule("/readyz", _OPERATORS, demo=True, right=Right.OPERATE),
    Rule("/metrics", _OPERATORS, right=Right.OPERATE),
    Rule("/api/v1/actions", frozenset({Role.INGEST})),
    Rule("/api/v1", _READERS),
    Rule("/screen", EVERYBODY, surface="wall"),
    Rule("/wall/beat", frozenset({Role.SCREEN}), surface="wall"),
    Rule("/wall", _READERS | {Role.SCREEN}, demo=True, surface="wall"),
    Rule("/review", frozenset({Role.REVIEWER}), surface="review"),
)
_NOBODY = Rule("", frozenset())


def rule_for(path: str) -> Rule:
    """The rule of a path; paths that no rule names are open to nobody."""
    for rule in RULES:
        if path == rule.path or path.startswith(rule.path + "/"):
            return rule
    return _NOBODY


def is_page(path: str) -> bool:
    """Whether people open this path, who are led to the login, rather than programs, which get a status."""
    return rule_for(path).surface is not None and path not in ("/wall/stream", "/wall/poll", "/wall/beat")
