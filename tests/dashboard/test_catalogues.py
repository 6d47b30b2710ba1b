"""The catalogues of both languages are complete, equal in their keys and in the figures they fill in."""

import re
import string
from pathlib import Path

import pytest

from dashboard.i18n.load import LANGUAGES, load_text

ROOT = Path(__file__).parents[2]
_CALL = re.compile(r"""text\(\s*f?"([a-z_]+(?:\.[a-z_0-9{}\[\]']+)+)\"""")


def _names(message: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(message) if name}


def test_both_languages_have_the_same_keys() -> None:
    zh, en = (load_text(language).messages for language in LANGUAGES)
    assert set(zh) == set(en)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_has_a_name_that_the_other_language_does_not_get(language: str) -> None:
    # A language may leave a figure out, never ask for one of its own.
    asked: dict[str, set[str]] = {}
    for other in LANGUAGES:
        for key, message in load_text(other).messages.items():
            asked.setdefault(key, set()).update(_names(message))
    given = {
        "date.day": {"year", "month", "day", "weekday"},
        "date.short_day": {"month_number", "month", "day"},
    }
    for key, message in load_text(language).messages.items():
        assert _names(message) <= given.get(key, asked[key])


def test_every_key_that_the_code_names_is_in_the_catalogues() -> None:
    keys = set(load_text("zh").messages)
    named = set()
    for room in ("layouts", "callbacks", "dashboard"):
        for path in (ROOT / room).rglob("*.py"):
            named |= set(_CALL.findall(path.read_text(encoding="utf-8")))
    assert named
    for key in named:
        pattern = re.compile(re.sub(r"\\\{.*?\\\}", "[a-z_0-9]+", re.escape(key)))
        assert any(pattern.fullmatch(known) for known in keys), key


def test_chinese_is_chinese_and_english_is_not() -> None:
    han = re.compile(r"[\u4e00-\u9fff]")
    own_names = {"page.other_language", "public.language.zh"}
    found = {key for key, text in load_text("en").messages.items() if han.search(text)}
    assert found <= own_names


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="no catalogue"):
        load_text("fr")
