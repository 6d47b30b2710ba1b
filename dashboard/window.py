"""A window of the day, as settings name it."""

import re

_WINDOW = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")


def window_minutes(text: str) -> tuple[int, int] | None:
    """Beginning and end of a daily window such as "03:00-05:00" in minutes of the day, None for "off".

    A window may reach over midnight. Raises ValueError for anything else.
    """
    if text == "off":
        return None
    found = _WINDOW.fullmatch(text.strip())
    if found is None:
        raise ValueError('must be like "03:00-05:00", in the city\'s time, or "off"')
    hours = [int(part) for part in found.groups()]
    begin, end = hours[0] * 60 + hours[1], hours[2] * 60 + hours[3]
    if begin == end:
        raise ValueError("must have a length")
    return begin, end
