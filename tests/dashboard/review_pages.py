"""Opens pages of the review surface as its browser code does, without a browser."""

import re
from typing import Any

from flask.testing import FlaskClient

SHELL = "..shell.children...title.data.."


def update(
    client: FlaskClient, output: str, inputs: list[Any], state: list[Any], surface: str = "review"
) -> Any:
    """The answer of a callback with all its outputs; inputs and state are (id, property, value)."""
    outputs = [
        dict(zip(("id", "property"), part.rsplit(".", 1), strict=True))
        for part in re.split(r"\.\.\.?", output.strip("."))
    ]
    keys = ("id", "property", "value")
    payload = {
        "output": output,
        "outputs": outputs if output.startswith("..") else outputs[0],
        "inputs": [dict(zip(keys, item, strict=True)) for item in inputs],
        "state": [dict(zip(keys, item, strict=True)) for item in state],
        "changedPropIds": [f"{inputs[0][0]}.{inputs[0][1]}"],
    }
    return client.post(f"/{surface}/_dash-update-component", json=payload)


def open_page(client: FlaskClient, path: str = "", search: str = "") -> dict[str, Any]:
    """What the shell shows at an address below the surface: `{"shell": {...}, "title": {...}}`."""
    answer = update(client, SHELL, [("url", "pathname", f"/review/{path}")], [("url", "search", search)])
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json["response"]
    return found
