"""Language of a page: the one its address names, else the setting, else that of the city."""

from typing import Protocol

from flask import request

from dashboard.config import Settings
from dashboard.i18n.load import LANGUAGES, load_text
from data_access.domain.city import City
from layouts.text import Text


class Speaking(Protocol):
    """Services of a surface, as far as its language goes."""

    @property
    def settings(self) -> Settings:
        """Those of the process."""
        ...

    @property
    def city(self) -> City:
        """The city that the pages are about."""
        ...


def text_of(services: Speaking) -> Text:
    """The catalogue for this request."""
    asked = request.args.get("lang") or request.form.get("lang")
    for language in (asked, services.settings.language, services.city.language):
        if language in LANGUAGES:
            return load_text(language)
    return load_text(LANGUAGES[0])
