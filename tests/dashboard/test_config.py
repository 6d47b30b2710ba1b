from pathlib import Path

import pytest

from dashboard.config import ConfigError, Settings, load_settings, unknown_variables


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"ZHIWANG_{name.upper()}", raising=False)
    monkeypatch.delenv("ZHIWANG_CONFIG", raising=False)


def test_defaults_listen_on_loopback_with_the_embedded_redis() -> None:
    settings = load_settings()
    assert settings.redis_address is None
    assert (settings.host, settings.port) == ("127.0.0.1", 8050)
    assert settings.city == "dongguan"


def test_option_counts_before_variable_before_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "zhiwang.toml"
    file.write_text('port = 1001\nhost = "10.0.0.1"\ncity = "/srv/boston"\n')
    monkeypatch.setenv("ZHIWANG_CONFIG", str(file))
    monkeypatch.setenv("ZHIWANG_PORT", "1002")
    monkeypatch.setenv("ZHIWANG_HOST", "10.0.0.2")
    settings = load_settings(port=1003, host=None)
    assert (settings.port, settings.host, settings.city) == (1003, "10.0.0.2", "/srv/boston")


def test_an_empty_variable_is_an_unset_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHIWANG_REDIS_URL", "")
    monkeypatch.setenv("ZHIWANG_LANGUAGE", "")
    settings = load_settings()
    assert settings.redis_address is None
    assert settings.language is None


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "http"), ("PORT", "0"), ("PORT", "65536"), ("LANGUAGE", "fr"), ("LOG_LEVEL", "loud")],
)
def test_a_wrong_value_is_named_by_its_variable(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"ZHIWANG_{name}", value)
    with pytest.raises(ConfigError, match=f"ZHIWANG_{name}"):
        load_settings()


def test_a_line_of_the_file_that_is_no_setting_stops(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "zhiwang.toml"
    file.write_text("prot = 8050\n")
    monkeypatch.setenv("ZHIWANG_CONFIG", str(file))
    with pytest.raises(ConfigError, match=r"prot in .*zhiwang\.toml: is no setting"):
        load_settings()


@pytest.mark.parametrize("text", ["port = ", "port 8050"])
def test_a_file_that_is_no_toml_stops(text: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "zhiwang.toml"
    file.write_text(text)
    monkeypatch.setenv("ZHIWANG_CONFIG", str(file))
    with pytest.raises(ConfigError, match="not valid TOML"):
        load_settings()


def test_an_absent_file_stops(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ZHIWANG_CONFIG", str(tmp_path / "none.toml"))
    with pytest.raises(ConfigError, match="is no file"):
        load_settings()


def test_secrets_show_neither_in_print_nor_in_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHIWANG_REDIS_URL", "redis://:hush@host")
    assert "hush" not in repr(load_settings())
    monkeypatch.setenv("ZHIWANG_SECRET_KEY", "too-short")
    with pytest.raises(ConfigError, match="at least 16 characters") as caught:
        load_settings()
    assert "too-short" not in str(caught.value)


def test_slips_of_the_pen_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHIWANG_PROT", "8050")
    monkeypatch.setenv("ZHIWANG_PORT", "8050")
    assert "ZHIWANG_PROT" in unknown_variables()
    assert "ZHIWANG_PORT" not in unknown_variables()
