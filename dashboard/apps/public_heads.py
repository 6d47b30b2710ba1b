"""What search engines and previews of links read of a public page."""

from html import escape

from dashboard.apps.public_views import PublicViews
from layouts.public.address import LANGUAGES, PREFIX, Place
from layouts.public.pages import Made

PREVIEW = f"{PREFIX}preview.png"
PREVIEW_SIZE = (1200, 630)
_LOCALES = {"zh": "zh_CN", "en": "en_US"}
_TAGS = {"zh": "zh-CN", "en": "en"}


def heads(views: PublicViews, place: Place, made: Made, origin: str) -> str:
    """Canonical address, the other languages, Open Graph; "noindex" for what is not there."""
    if not made.found:
        return '<meta name="robots" content="noindex">'
    language = place.language or views.language

    def address(of: str) -> str:
        return origin + place.in_language("" if of == views.language else of).href

    picture = f"{origin}{PREVIEW}?lang={language}" + (f"&month={place.month}" if place.month else "")
    own = address(language)
    lines = [
        f'<link rel="canonical" href="{escape(own)}">',
        *(f'<link rel="alternate" hreflang="{_TAGS[of]}" href="{escape(address(of))}">' for of in LANGUAGES),
        f'<link rel="alternate" hreflang="x-default" href="{escape(address(views.language))}">',
        *(
            f'<meta property="{name}" content="{escape(value)}">'
            for name, value in {
                "og:type": "website",
                "og:title": made.title,
                "og:description": made.description,
                "og:url": own,
                "og:locale": _LOCALES[language],
                "og:image": picture,
                "og:image:width": str(PREVIEW_SIZE[0]),
                "og:image:height": str(PREVIEW_SIZE[1]),
                "og:image:alt": made.description,
            }.items()
        ),
        '<meta name="twitter:card" content="summary_large_image">',
    ]
    return "\n".join(lines)
