"""Small parts that many pages of the review surface are made of."""

from typing import Any


def attributes(**named: str) -> Any:
    """Attributes whose names have hyphens, as keywords: `attributes(aria_label="x")` for aria-label."""
    return {name.replace("_", "-"): value for name, value in named.items()}
