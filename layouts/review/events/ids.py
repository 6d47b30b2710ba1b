"""Component ids of the page of events."""

from enum import StrEnum


class EventIds(StrEnum):
    """Components that callbacks name."""

    BODY = "ev-body"
    """All that a deed draws anew: the form, empty again, and the lists."""
    SAID = "ev-said"
    """What became of the last deed, with the way back."""
    TOKEN = "ev-token"
    """Store: the token of the session that a deed must send."""
    ZH = "ev-zh"
    EN = "ev-en"
    DAYS = "ev-days"
    KIND = "ev-kind"
    AREA = "ev-area"
    ADD = "ev-add"


DEED = "ev-deed"
"""Type of the buttons that remove an event or bring it back; `index` is DEED|KEY|PLACE."""
