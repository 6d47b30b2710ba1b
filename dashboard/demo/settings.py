"""What the demo's processes are told by their supervisor, as one argument."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from dashboard.config import Settings, load_settings


@dataclass(frozen=True, slots=True)
class DemoSettings:
    """Settings of the product with those of the demo."""

    settings: Settings
    seed: int
    speed: float

    def packed(self) -> str:
        """As one argument of a child's command line; secrets reach the child by the environment."""
        settings = self.settings
        return orjson.dumps(
            {
                "data": str(settings.data),
                "city": settings.city,
                "host": settings.host,
                "port": settings.port,
                "seed": self.seed,
                "speed": self.speed,
            }
        ).decode()

    @classmethod
    def unpacked(cls, text: str) -> "DemoSettings":
        """The settings that `packed` made the argument of."""
        values: dict[str, Any] = orjson.loads(text)
        seed, speed = values.pop("seed"), values.pop("speed")
        return cls(load_settings(**{**values, "data": Path(values["data"])}), seed, speed)
