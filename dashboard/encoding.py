"""The one encoder of answers."""

from typing import Any

import numpy as np
import orjson


def to_json(value: Any) -> bytes:
    """JSON with a final line break."""
    return orjson.dumps(value, default=_plain) + b"\n"


def _plain(value: Any) -> Any:
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(type(value).__name__)
