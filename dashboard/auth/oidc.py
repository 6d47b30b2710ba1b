"""An identity provider by OpenID Connect: discovery, the way there and back, and what its token says.

Authorization code with PKCE (RFC 7636), state and nonce; signatures by the published keys, which are read
again when a key is unknown. Nothing is asked of the provider before somebody logs in.
"""

import json
import secrets
import time
from base64 import urlsafe_b64decode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, Key

from dashboard.config import Settings
from dashboard.provider_settings import is_safe_address

if TYPE_CHECKING:
    from authlib.integrations.requests_client import OAuth2Session

ALGORITHMS = (
    *("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    *("ES256", "ES384", "ES512", "Ed25519", "EdDSA"),
)
"""Signatures that are believed: those that only the provider can make."""
DISCOVERY_SECONDS = 3600
TIMEOUT_SECONDS = 6
LONGEST_TOKEN = 64 * 1024
Json = dict[str, Any]


class ProviderProblem(Exception):
    """A login that the provider's side did not let through.

    `code` names words under `login.oidc` for the person; the message is for the log and names the setting or
    the claim, never a token.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Leaving:
    """What the browser carries while the person is at the provider."""

    url: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Returned:
    """Who came back."""

    claims: Json
    id_token: str


class Provider:
    """The provider that the settings name; remembers its discovery document and its keys."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        # The settings are checked: with an issuer there is a client.
        self._issuer = settings.oidc_issuer or ""
        self._client_id = settings.oidc_client_id or ""
        self._metadata: Json | None = None
        self._metadata_at = 0.0
        self._keys: list[Json] | None = None

    def leave(self, redirect_uri: str) -> Leaving:
        """Where to send a browser that wants to log in. Raises ProviderProblem."""
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        with self._client(redirect_uri) as client:
            url, _ = client.create_authorization_url(
                self._endpoint("authorization_endpoint"), state=state, nonce=nonce, code_verifier=verifier
            )
        return Leaving(url, state, nonce, verifier)

    def redeem(self, code: str, redirect_uri: str, *, verifier: str, nonce: str) -> Returned:
        """Exchange a code for claims that are checked. Raises ProviderProblem."""
        from authlib.integrations.base_client import OAuthError
        from requests import RequestException

        try:
            with self._client(redirect_uri) as client:
                token = client.fetch_token(
                    self._endpoint("token_endpoint"),
                    code=code,
                    code_verifier=verifier,
                    timeout=TIMEOUT_SECONDS,
                    allow_redirects=False,
                )
        except OAuthError as error:
            raise ProviderProblem("refused", f"the token endpoint answers {error.error}") from error
        except (RequestException, ValueError) as error:
            raise ProviderProblem("unreachable", f"the token endpoint: {type(error).__name__}") from error
        id_token = token.get("id_token")
        if not isinstance(id_token, str) or len(id_token) > LONGEST_TOKEN:
            raise ProviderProblem("bad_token", "no id_token came: does oidc_scopes hold openid?")
        claims = self._checked(id_token, nonce)
        return Returned({**self._more(token, claims), **claims}, id_token)

    def end_session_url(self, id_token: str, after: str) -> str | None:
        """Where a browser ends the provider's own session; None when it has no such address."""
        try:
            endpoint = self._discover().get("end_session_endpoint")
        except ProviderProblem:
            return None
        if not isinstance(endpoint, str) or not is_safe_address(endpoint):
            return None
        asked = {"id_token_hint": id_token, "client_id": self._client_id, "post_logout_redirect_uri": after}
        return f"{endpoint}{'&' if urlsplit(endpoint).query else '?'}{urlencode(asked)}"

    def check(self) -> None:
        """Ask for discovery document and keys. Raises ProviderProblem."""
        self._metadata = self._keys = None
        self._endpoint("authorization_endpoint")
        self._endpoint("token_endpoint")
        self._read_keys()

    def _client(self, redirect_uri: str) -> "OAuth2Session":
        # Here and below: importing an HTTP client opens a socket to see what the machine can do.
        from authlib.integrations.requests_client import OAuth2Session

        secret = self._settings.oidc_client_secret
        return OAuth2Session(
            self._client_id,
            secret and secret.get_secret_value(),
            scope=self._settings.oidc_scopes,
            redirect_uri=redirect_uri,
            code_challenge_method="S256",
            token_endpoint_auth_method="client_secret_basic" if secret else "none",
        )

    def _endpoint(self, name: str) -> str:
        address = self._discover().get(name)
        if not isinstance(address, str) or not is_safe_address(address):
            raise ProviderProblem("misconfigured", f"discovery names no {name} with https://")
        return address

    def _discover(self) -> Json:
        if self._metadata is None or time.monotonic() - self._metadata_at > DISCOVERY_SECONDS:
            found = self._get(f"{self._issuer.rstrip('/')}/.well-known/openid-configuration")
            if found.get("issuer") != self._issuer:
                named = str(found.get("issuer"))[:200]
                raise ProviderProblem(
                    "misconfigured", f"oidc_issuer is {self._issuer}, discovery says {named}"
                )
            self._metadata, self._metadata_at = found, time.monotonic()
        return self._metadata

    def _read_keys(self) -> list[Json]:
        keys = self._get(self._endpoint("jwks_uri")).get("keys")
        self._keys = [key for key in keys or () if isinstance(key, dict) and key.get("use", "sig") == "sig"]
        return self._keys

    def _get(self, address: str, access_token: str | None = None) -> Json:
        import requests

        headers = {"Authorization": f"Bearer {access_token}"} if access_token else {}
        try:
            answer = requests.get(address, headers=headers, timeout=TIMEOUT_SECONDS, allow_redirects=False)
            answer.raise_for_status()
            found = answer.json()
        except (requests.RequestException, ValueError) as error:
            raise ProviderProblem("unreachable", f"{address}: {type(error).__name__}") from error
        if answer.status_code != 200 or not isinstance(found, dict):
            raise ProviderProblem("misconfigured", f"{address} answers no JSON object")
        return found

    def _checked(self, id_token: str, nonce: str) -> Json:
        """The claims of a token whose signature, issuer, audience, times and nonce are right."""
        claims = self._signed(id_token)
        audience = claims.get("aud")
        audiences = audience if isinstance(audience, list) else [audience]
        if claims.get("iss") != self._issuer:
            raise ProviderProblem("bad_token", "the token is of another issuer")
        if self._client_id not in audiences:
            raise ProviderProblem("bad_token", "the token is for another client than oidc_client_id")
        party = claims.get("azp", None if len(audiences) > 1 else self._client_id)
        if party != self._client_id:
            raise ProviderProblem("bad_token", "the token was given to another client")
        if not secrets.compare_digest(str(claims.get("nonce")).encode(), nonce.encode()):
            raise ProviderProblem("bad_token", "the token belongs to another login (nonce)")
        if not isinstance(claims.get("sub"), str):
            raise ProviderProblem("bad_token", "the token names nobody (sub)")
        skew = self._settings.oidc_clock_skew_seconds
        required = {name: {"essential": True} for name in ("exp", "iat")}
        try:
            jwt.JWTClaimsRegistry(leeway=skew, **required).validate(claims)  # type: ignore[arg-type]
        except JoseError as error:
            what = f"{error.error}: do the clocks differ by more than oidc_clock_skew_seconds ({skew} s)?"
            raise ProviderProblem("clock", what) from error
        return claims

    def _signed(self, id_token: str) -> Json:
        for keys in (self._keys, None):
            # Keys that are not known may be new ones.
            for key in _fitting(id_token, self._read_keys() if keys is None else keys):
                try:
                    return dict(jwt.decode(id_token, key, algorithms=ALGORITHMS).claims)
                except (JoseError, ValueError):
                    continue
        raise ProviderProblem("bad_token", "no published key has signed the token with an accepted algorithm")

    def _more(self, token: Json, claims: Json) -> Json:
        """What the provider tells of the person only when it is asked: claims that the token lacks."""
        settings, access = self._settings, token.get("access_token")
        wanted = {settings.oidc_name_claim, settings.oidc_groups_claim, settings.oidc_areas_claim} - {None}
        endpoint = self._discover().get("userinfo_endpoint")
        if not (wanted - claims.keys()) or not isinstance(access, str) or not isinstance(endpoint, str):
            return {}
        if not is_safe_address(endpoint):
            return {}
        found = self._get(endpoint, access)
        if found.get("sub") != claims["sub"]:
            raise ProviderProblem("bad_token", "userinfo is about somebody else (sub)")
        return found


def _fitting(id_token: str, keys: list[Json]) -> list[Key]:
    """The published keys that may have signed a token: the one it names, or all when it names none."""
    try:
        head = json.loads(urlsafe_b64decode(id_token.split(".")[0] + "=="))
    except ValueError:
        return []
    if not isinstance(head, dict) or head.get("alg") not in ALGORITHMS:
        return []
    named = head.get("kid")
    found = []
    for key in keys:
        if named is None or key.get("kid") == named:
            try:
                found.append(JWKRegistry.import_key(key))
            except (JoseError, ValueError, KeyError):
                continue  # A kind of key that is not understood signs nothing here.
    return found
