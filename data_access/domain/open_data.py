"""Under which terms a city gives its published figures away, and who stands for them."""

from dataclasses import dataclass

CC_BY = "https://creativecommons.org/licenses/by/4.0/"


@dataclass(frozen=True, slots=True)
class OpenData:
    """Terms of the open data of a city: the city decides, these are the default."""

    licence: str = CC_BY
    """Address of the licence's text."""
    licence_name: str = "CC BY 4.0"
    publisher_zh: str = ""
    """Who publishes; empty is the city itself."""
    publisher_en: str = ""
    contact: str = ""
    """Address of mail or of a page where questions about the data go; empty for none."""
    decided: bool = False
    """Whether the city has chosen the licence, or the default stands."""
