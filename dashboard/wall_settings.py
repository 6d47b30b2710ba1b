"""The settings of walls that run for months with nobody at the keyboard."""

from typing import Literal

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings

from dashboard.window import window_minutes


class WallSettings(BaseSettings):
    """New releases, burn-in, motion; `Settings` takes them up."""

    reload_window: str = Field(
        "03:00-05:00",
        description="When open walls take up a new release, in the city's time: each at a random moment in "
        "it. off: never by themselves, except when they can no longer read the stream.",
    )
    burn_in_shift: bool = Field(
        False, description="Whether walls move by two pixels every five minutes, against burn-in."
    )
    motion: Literal["full", "less"] = Field(
        "full",
        description="less: nothing moves on any wall. A wall's address may say otherwise (`motion=`), and a "
        "browser that asks for reduced motion gets it in any case.",
    )

    @field_validator("reload_window")
    @classmethod
    def _is_window(cls, value: str) -> str:
        window_minutes(value)
        return value

    @property
    def reload_minutes(self) -> tuple[int, int] | None:
        """The reload window in minutes of the day; None when it is off."""
        return window_minutes(self.reload_window)
