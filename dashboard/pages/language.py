"""Language of a page: the one its address names, else the setting, else that of the city."""

from flask import request

from dashboard.i18n.load import LANGUAGES, load_text
from dashboard.services import Services
from layouts.text import Text


def text_of(services: Services) -> Text:
    """The catalogue for this request."""
    asked = request.args.get("lang") or request.form.get("lang")
    for language in (asked, services.settings.language, services.city.language):
        if language in LANGUAGES:
            return load_text(language)
    return load_text(LANGUAGES[0])
