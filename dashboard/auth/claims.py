"""What the claims of an identity provider mean here: name, duty and areas, by the settings."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.auth.oidc import ProviderProblem
from dashboard.config import Settings
from data_access.domain.areas import AreaTree
from data_access.domain.viewer import Duty, places_of

LONGEST_NAME = 64


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom the provider has let through."""

    name: str
    duty: Duty
    areas: tuple[str, ...]


def person_of(claims: Mapping[str, Any], settings: Settings, tree: AreaTree) -> Person:
    """Who somebody is. Raises ProviderProblem for people who may not log in."""
    name = claims.get(settings.oidc_name_claim)
    if not isinstance(name, str) or not name.isprintable() or not 0 < len(name) <= LONGEST_NAME:
        raise ProviderProblem(
            "no_name", f"the claim {settings.oidc_name_claim} (oidc_name_claim) has no name"
        )
    groups = _texts(_at(claims, settings.oidc_groups_claim))
    if settings.oidc_allowed_groups and not set(groups) & set(settings.oidc_allowed_groups):
        raise ProviderProblem("not_allowed", f"{name} is in none of oidc_allowed_groups")
    duties = [settings.oidc_duties[group] for group in groups if group in settings.oidc_duties]
    duty = max(duties, key=list(Duty).index, default=settings.oidc_default_duty)
    if duty is None:
        raise ProviderProblem("not_allowed", f"{name} is in no group of oidc_duties")
    return Person(name, duty, _areas(name, claims, groups, settings, tree))


def _areas(
    name: str, claims: Mapping[str, Any], groups: tuple[str, ...], settings: Settings, tree: AreaTree
) -> tuple[str, ...]:
    if not settings.oidc_areas and settings.oidc_areas_claim is None:
        return ()
    own = _texts(_at(claims, settings.oidc_areas_claim)) if settings.oidc_areas_claim else ()
    codes = (*own, *(code for group in groups for code in settings.oidc_areas.get(group, ())))
    if not codes or places_of(tree, codes) is None:
        raise ProviderProblem(
            "no_areas", f"no area of the city belongs to {name} (oidc_areas, oidc_areas_claim)"
        )
    return tuple(dict.fromkeys(codes))


def _at(claims: Mapping[str, Any], path: str) -> Any:
    """A claim by its name, or by the way into nested objects: `realm_access.roles`."""
    if path in claims:
        return claims[path]
    found: Any = claims
    for part in path.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def _texts(value: Any) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(one for one in values if isinstance(one, str) and one)
