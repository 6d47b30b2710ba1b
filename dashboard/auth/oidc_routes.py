"""`/login/provider` and the way back from it."""

import hmac
import time

import structlog
from flask import Blueprint, redirect, request, session
from werkzeug.wrappers import Response as AnyResponse

from dashboard.auditing import note
from dashboard.auth import entering
from dashboard.auth.claims import Person, person_of
from dashboard.auth.oidc import Provider, ProviderProblem
from dashboard.auth.pages import base_of, login_form, safe_next
from dashboard.pages.language import text_of
from dashboard.services import Services
from data_access.domain.auditing import AuditAction
from data_access.domain.logins import Provided

_log = structlog.get_logger("login")
_KEPT = "provider"
"""In the signed cookie: what the way back needs."""
_LONGEST_SECONDS = 900
_STATUS = {"unreachable": 502, "misconfigured": 502, "stale": 400, "not_allowed": 403, "no_areas": 403}


def add_provider_routes(blueprint: Blueprint, services: Services, provider: Provider) -> None:
    """The routes of logging in with an identity provider."""

    def way_back() -> str:
        return f"{base_of(services)}/login/provider/callback"

    def refused(problem: ProviderProblem) -> AnyResponse:
        _log.warning("refused login with the identity provider", reason=str(problem), code=problem.code)
        note(services, AuditAction.LOGIN_FAILED, f"provider: {problem.code}: {problem}", who="")
        words = text_of(services)(f"login.oidc.{problem.code}")
        return login_form(services, _STATUS.get(problem.code, 401), words, has_provider=True)

    @blueprint.get("/login/provider")
    def go() -> AnyResponse:
        try:
            leaving = provider.leave(way_back())
        except ProviderProblem as problem:
            return refused(problem)
        session[_KEPT] = {
            "state": leaving.state,
            "nonce": leaving.nonce,
            "verifier": leaving.verifier,
            "next": safe_next(request.args.get("next")),
            "lang": request.args.get("lang", ""),
            "at": int(time.time()),
        }
        return redirect(leaving.url, 303)

    @blueprint.get("/login/provider/callback")
    def back() -> AnyResponse:
        kept = session.pop(_KEPT, None)
        try:
            person, id_token = _who(services, provider, kept, way_back())
        except ProviderProblem as problem:
            return refused(problem)
        entering.begin(services, person.name, provided=Provided(person.duty, person.areas, id_token))
        return redirect(safe_next(kept["next"]), 303)


def _who(services: Services, provider: Provider, kept: object, way_back: str) -> tuple[Person, str]:
    """Who comes back from the provider, and the token that says so. Raises ProviderProblem."""
    asked = request.args
    fresh = isinstance(kept, dict) and time.time() - kept["at"] < _LONGEST_SECONDS
    if not isinstance(kept, dict) or not fresh:
        raise ProviderProblem("stale", "no login was begun in this browser, or too long ago")
    if not hmac.compare_digest(asked.get("state", "").encode(), kept["state"].encode()):
        raise ProviderProblem("stale", "the answer belongs to another login (state)")
    if asked.get("iss", services.settings.oidc_issuer) != services.settings.oidc_issuer:
        raise ProviderProblem("bad_token", "the answer is of another issuer (iss)")
    if "error" in asked:
        code = "denied" if asked["error"] == "access_denied" else "refused"
        raise ProviderProblem(code, f"the provider answers {asked['error'][:100]}")
    returned = provider.redeem(
        asked.get("code", ""), way_back, verifier=kept["verifier"], nonce=kept["nonce"]
    )
    person = person_of(returned.claims, services.settings, services.city.tree)
    if services.accounts.get(person.name) is not None:
        raise ProviderProblem("name_taken", f"there is an account with a password named {person.name}")
    return person, returned.id_token
