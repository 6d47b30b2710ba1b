"""What a screen of the wall shows: a scene of an area. Worker, streams and pages name it by the same key."""

from dataclasses import dataclass
from enum import StrEnum


class Scene(StrEnum):
    """A page of the wall."""

    OVERVIEW = "overview"
    """What happens now and where, how loaded each level of centres is."""
    EVALUATION = "evaluation"
    """The month's scores and ranks, and where points were lost."""
    DEADLINES = "deadlines"
    """What breaches its time limit next, what has, and whose it is."""
    CLASSES = "classes"
    """Heat of the last 24 hours, one small map for each class."""
    REPLAY = "replay"
    """The last 24 hours once more, in less than a minute."""
    VOICE = "voice"
    """Reports of the public: channels, answers within 24 hours, satisfaction."""


@dataclass(frozen=True, slots=True)
class Showing:
    """A scene of the area with a code."""

    scene: Scene
    area: str

    @property
    def key(self) -> str:
        """Its name in Redis and in messages: `overview/441900`."""
        return f"{self.scene.value}/{self.area}"

    @classmethod
    def from_key(cls, key: str) -> "Showing":
        """The showing of a key. Raises ValueError for one that no scene of this version has."""
        scene, _, area = key.partition("/")
        return cls(Scene(scene), area)
