"""A small identity provider of its own process that follows OpenID Connect, and misbehaves on request.

`python -m tests.deployments.provider` prints its port and serves until it is ended: discovery, keys, a login
form, tokens with PKCE (RFC 7636), userinfo, the end of its session. `POST /control` changes its manners.
"""

import base64
import hashlib
import html
import json
import secrets
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT, SECRET = "zhiwang", "a secret of the tests"
PASSWORD = "open sesame"
Json = dict[str, Any]


class State:
    """Keys, codes given out and manners of one provider."""

    def __init__(self) -> None:
        self.keys: list[RSAKey] = []
        self.codes: dict[str, Json] = {}
        self.access: dict[str, str] = {}
        self.manners: Json = {}
        self.people: dict[str, Json] = {}
        self.ended: list[str] = []
        self.rotate()

    def rotate(self) -> None:
        """Publish another key and forget those before."""
        key = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, private=True)
        key.ensure_kid()
        self.keys = [key]

    def id_token(self, code: Json, issuer: str) -> str:
        """The token of a login; as the manners say, something is wrong with it."""
        now, manners, person = int(time.time()), self.manners, self.people[code["user"]]
        claims = {
            "iss": manners.get("iss", issuer),
            "aud": manners.get("aud", CLIENT),
            "sub": f"sub-{code['user']}",
            "nonce": manners.get("nonce", code["nonce"]),
            "iat": now + manners.get("iat", 0),
            "exp": now + manners.get("exp", 300),
            "preferred_username": code["user"],
        }
        if not manners.get("thin"):
            claims |= person["claims"]
        header = {"alg": "RS256", "kid": self.keys[0].kid}
        if manners.get("alg") == "none":
            parts = ({"alg": "none"}, claims)
            return ".".join([*(_encoded(json.dumps(part).encode()) for part in parts), ""])
        if manners.get("alg") == "HS256":
            # Signed with what everybody knows: the published key as a secret.
            public = OctKey.import_key(json.dumps(self.keys[0].as_dict(private=False)))
            return jwt.encode({"alg": "HS256"}, claims, public, algorithms=["HS256"])
        key = self.keys[0]
        if manners.get("stranger"):
            key = RSAKey.generate_key(2048, private=True)
        return jwt.encode(header, claims, key)


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


class Handler(BaseHTTPRequestHandler):
    """Answers requests from the state of its server."""

    state: State

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the tests read the port from standard output."""

    @property
    def _issuer(self) -> str:
        return f"http://{self.headers['Host']}"

    @property
    def _query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.path).query))

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def _answer(self, status: int, content: Json | str, **headers: str) -> None:
        is_page = isinstance(content, str)
        body = content.encode() if isinstance(content, str) else json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8" if is_page else "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        path, state = urlsplit(self.path).path, self.state
        if path == "/.well-known/openid-configuration":
            self._answer(200, self._metadata())
        elif path == "/keys":
            self._answer(200, {"keys": [key.as_dict(private=False) for key in state.keys]})
        elif path == "/authorize":
            self._authorize()
        elif path == "/userinfo":
            user = state.access.get(self.headers.get("Authorization", "").removeprefix("Bearer "))
            if user is None:
                self._answer(401, {"error": "invalid_token"})
            else:
                sub = state.manners.get("userinfo_sub", f"sub-{user}")
                self._answer(200, {"sub": sub, **state.people[user]["claims"]})
        elif path == "/end":
            state.ended.append(self._query.get("id_token_hint", ""))
            self._answer(302, "", Location=self._query.get("post_logout_redirect_uri", "/"))
        elif path == "/ended":
            self._answer(200, {"ended": state.ended})
        else:
            self._answer(404, {"error": "not_found"})

    def _metadata(self) -> Json:
        issuer = self._issuer
        return {
            "issuer": self.state.manners.get("issuer", issuer),
            "authorization_endpoint": f"{issuer}/authorize",
            "token_endpoint": f"{issuer}/token",
            "userinfo_endpoint": f"{issuer}/userinfo",
            "jwks_uri": f"{issuer}/keys",
            "end_session_endpoint": f"{issuer}/end",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def _authorize(self) -> None:
        asked = self._query
        needed = {"client_id": CLIENT, "response_type": "code", "code_challenge_method": "S256"}
        wrong = [name for name, value in needed.items() if asked.get(name) != value]
        missing = {"redirect_uri", "state", "nonce", "code_challenge"} - asked.keys()
        if wrong or missing or "openid" not in asked.get("scope", "").split():
            self._answer(400, {"error": "invalid_request", "what": [*wrong, *missing]})
            return
        if self.state.manners.get("deny"):
            self._back(asked, {"error": "access_denied"})
            return
        fields = "".join(
            f'<input type="hidden" name="{html.escape(name)}" value="{html.escape(value)}">'
            for name, value in asked.items()
        )
        self._answer(
            200,
            f'<form method="post" action="/authorize">{fields}<input name="user"><input name="password" '
            'type="password"><button>Log in</button></form>',
        )

    def _back(self, asked: dict[str, str], answer: dict[str, str]) -> None:
        found = urlencode({"state": asked["state"], "iss": self._issuer, **answer})
        self._answer(302, "", Location=f"{asked['redirect_uri']}?{found}")

    def do_POST(self) -> None:
        path, state, body = urlsplit(self.path).path, self.state, self._body()
        if path == "/control":
            wanted = json.loads(body)
            state.manners = wanted.get("manners", {})
            state.people |= wanted.get("people", {})
            if wanted.get("rotate"):
                state.rotate()
            self._answer(200, {})
            return
        form = dict(parse_qsl(body.decode()))
        if path == "/authorize":
            if form.get("user") not in state.people or form.get("password") != PASSWORD:
                self._answer(401, "wrong")
                return
            code = secrets.token_urlsafe(16)
            state.codes[code] = form
            self._back(form, {"code": code})
        elif path == "/token":
            self._token(form)
        else:
            self._answer(404, {"error": "not_found"})

    def _token(self, form: dict[str, str]) -> None:
        state, basic = self.state, base64.b64encode(f"{CLIENT}:{SECRET.replace(' ', '+')}".encode()).decode()
        plain = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if self.headers.get("Authorization") not in (f"Basic {basic}", f"Basic {plain}"):
            self._answer(401, {"error": "invalid_client"})
            return
        # A code is good once.
        code = state.codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if (
            code is None
            or form.get("grant_type") != "authorization_code"
            or code["redirect_uri"] != form.get("redirect_uri")
            or code["code_challenge"] != _encoded(digest)
        ):
            self._answer(400, {"error": "invalid_grant"})
            return
        access = secrets.token_urlsafe(16)
        state.access[access] = code["user"]
        token = {"access_token": access, "token_type": "Bearer", "expires_in": 300}
        self._answer(200, {**token, "id_token": state.id_token(code, self._issuer)})


def main() -> None:
    """Serve on a free port of this machine."""
    handler = type("Handler", (Handler,), {"state": State()})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    print(server.server_address[1], flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
