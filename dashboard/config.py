"""The settings of the product: environment variables `ZHIWANG_*` or one TOML file."""

import os
import re
import tomllib
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from dashboard.provider_settings import ProviderSettings
from dashboard.wall_settings import WallSettings
from data_access.store.sharing import Sharing

PREFIX = "ZHIWANG_"
CONFIG_VARIABLE = "ZHIWANG_CONFIG"
SHORTEST_SECRET = 16
_TILES = re.compile(
    r"(https?://[\w.-]+(:\d+)?)?/(?!/)(?=.*\{z\})(?=.*\{x\})(?=.*\{y\})([^\s{};,'\"]|\{[xyz]\})*"
)


class ConfigError(ValueError):
    """The settings do not hold together; the message says which one, where it came from and why."""


class Settings(WallSettings, ProviderSettings):
    """Every setting; an environment variable counts before the file, the file before the default."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    redis_url: SecretStr | None = Field(
        None,
        description="Redis that keeps the city: redis://, rediss://, unix://, redis+sentinel:// or "
        "redis+cluster://. Unset: the embedded Redis, kept in the data folder.",
    )
    shards: int | None = Field(
        None,
        ge=1,
        le=256,
        description="Parts that a city's store is cut into when it is created, fixed from then on. "
        "Unset: 16 in a Redis Cluster, else 1.",
    )
    wait_replicas: int = Field(
        0,
        ge=0,
        le=10,
        description="Replicas of the Redis that must have an action before it counts as taken.",
    )
    retry_seconds: float = Field(
        15.0,
        ge=0,
        le=300,
        description="How long a writer tries again while Sentinel or a Cluster puts another server in the "
        "place of one that failed.",
    )
    data: Path = Field(
        Path(".zhiwang"),
        description="Data folder: files of the embedded Redis, generated secrets, logs. Made when absent.",
    )
    city: str = Field(
        "dongguan", description="City pack: the name of a shipped one, or the path of a folder."
    )
    archive: Path | None = Field(
        None,
        description="Folder of the archive that `zhiwang archive` writes; every process that takes in "
        "actions must be able to read it. Unset: the folder `archive` in the data folder.",
    )
    schemes: Path | None = Field(
        None,
        description="Folder of the evaluation schemes that the installation saves beside those of its city "
        "pack; all processes must read the same. Unset: the folder `schemes` in the data folder.",
    )
    archive_after_months: int = Field(
        24,
        ge=1,
        le=1200,
        description="Months after its end from which a case may go to the archive.",
    )
    host: str = Field(
        "127.0.0.1",
        description="Address that the web server listens on. 0.0.0.0 is every address of the machine.",
    )
    port: int = Field(8050, ge=1, le=65535, description="Port that the web server listens on.")
    secret_key: SecretStr | None = Field(
        None,
        description="Key that signs logins, at least 16 characters, the same for all web processes of an "
        "installation. Unset: made once and kept in the data folder.",
    )
    base_url: str | None = Field(
        None,
        description="Address under which browsers reach the server, such as https://zhiwang.example.cn. With "
        "https:// cookies travel over TLS only. Unset: the address of each request.",
    )
    trusted_proxies: int = Field(
        0,
        ge=0,
        le=10,
        description="Reverse proxies in front of the server, one behind the other: so many entries of "
        "X-Forwarded-For and X-Forwarded-Proto are believed. 0 believes none.",
    )
    session_idle_minutes: int = Field(
        120, ge=1, le=1440, description="Minutes without a request after which a login ends."
    )
    session_hours: int = Field(
        12, ge=1, le=720, description="Hours after which a login ends, however busy it is."
    )
    audit_days: int = Field(730, ge=1, le=3650, description="Days that entries of the audit log are kept.")
    columns: Literal["off"] | Path | None = Field(
        None,
        description="Folder of the columns of the row table, which all processes of the machine share: on a "
        "local disk or in /dev/shm. Unset: `columns` in the data folder. off: each process keeps its own.",
    )
    max_lag_seconds: float = Field(
        5.0,
        ge=0,
        le=3600,
        description="How old the table of a process may be when the store does not answer: questions are "
        "answered with their age until then, and refused afterwards.",
    )
    public_redis_url: SecretStr | None = Field(
        None,
        description="Redis of the public surface, with the restricted user and its password: "
        "redis://zhiwang-public:PASSWORD@host:6379. Unset: the embedded Redis, whose user is made by itself.",
    )
    public_copies: Path | None = Field(
        None,
        description="Folder of the published documents that web processes keep, so that the public surface "
        "survives a restart without the store. Unset: the folder `public` in the data folder.",
    )
    public_settle_seconds: float | None = Field(
        None,
        ge=1,
        le=86_400,
        description="How long no report of a month or an earlier one may have arrived when the month is "
        "published. Unset: that of the city pack.",
    )
    language: Literal["zh", "en"] | None = Field(
        None, description="Language of pages whose address does not name one. Unset: that of the city pack."
    )
    tiles_url: str | None = Field(
        None,
        description="Tiles under the wall's map: a template with {z}, {x} and {y} of Web Mercator tiles, an "
        "address of a service or a path of this server. Unset: no tiles, and no service is ever asked.",
    )
    tiles_attribution: str = Field(
        "",
        max_length=80,
        description="Whose tiles they are, in the words the service wants to see on the map.",
    )
    tiles_coordinates: Literal["wgs84", "gcj02", "bd09"] = Field(
        "wgs84",
        description="Coordinate system that the tiles are drawn in; shifted ones are moved back.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="Least serious kind of message that is logged."
    )
    log_format: Literal["text", "json"] = Field(
        "text", description="Form of log lines on stderr: text for people, json for collectors of logs."
    )

    @field_validator(
        *("redis_url", "secret_key", "columns", "archive", "schemes", "language", "shards"),
        *("public_settle_seconds", "public_copies", "public_redis_url"),
        *("tiles_url", "base_url"),
        mode="before",
    )
    @classmethod
    def _empty_is_unset(cls, value: object) -> object:
        # Container tools can only leave a variable empty, not take it away.
        return None if value == "" else value

    @field_validator("tiles_url")
    @classmethod
    def _is_a_template(cls, value: str | None) -> str | None:
        if value is not None and not _TILES.fullmatch(value):
            raise ValueError("needs http(s)://host/… or /… with {z}, {x} and {y}, and no other braces")
        return value

    @field_validator("secret_key")
    @classmethod
    def _long_enough(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and len(value.get_secret_value()) < SHORTEST_SECRET:
            raise ValueError(f"needs at least {SHORTEST_SECRET} characters")
        return value

    @field_validator("base_url")
    @classmethod
    def _address(cls, value: str | None) -> str | None:
        parts = urlsplit(value or "http://unset")
        if parts.scheme not in ("http", "https") or not parts.netloc or parts.path.strip("/") or parts.query:
            raise ValueError("is an address such as https://zhiwang.example.cn, without a path")
        return value and value.rstrip("/")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then the environment, then the file named by ZHIWANG_CONFIG."""
        path = os.environ.get(CONFIG_VARIABLE)
        file = (TomlConfigSettingsSource(settings_cls, Path(path)),) if path else ()
        return (init_settings, env_settings, *file)

    @property
    def redis_address(self) -> str | None:
        """The Redis URL with its password in the clear, None for the embedded Redis."""
        return self.redis_url.get_secret_value() if self.redis_url is not None else None

    @property
    def sharing(self) -> Sharing | None:
        """Where the processes of this machine share the columns of the table; None when they do not."""
        return None if self.columns == "off" else Sharing(self.columns or self.data / "columns")


def load_settings(**overrides: object) -> Settings:
    """Read the settings; `overrides` (from command line options, None = not given) count first.

    Raises ConfigError, whose message never holds a secret.
    """
    path = os.environ.get(CONFIG_VARIABLE)
    if path and not Path(path).is_file():
        raise ConfigError(f"{CONFIG_VARIABLE} names {path}, which is no file.")
    given = {name: value for name, value in overrides.items() if value is not None}
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} is not valid TOML: {error}") from error
    except ValidationError as error:
        raise ConfigError("; ".join(_explain(problem, path) for problem in error.errors())) from None


def _explain(problem: Any, path: str | None) -> str:
    # Only the name and the reason: the value may be a password.
    name = ".".join(str(part) for part in problem["loc"])
    variable = f"{PREFIX}{name}".upper()
    if variable in os.environ:
        place = variable
    else:
        place = f"{name} in {path}" if path else name
    reason = "is no setting" if problem["type"] == "extra_forbidden" else problem["msg"]
    return f"{place}: {reason}"


def unknown_variables() -> list[str]:
    """Environment variables with the product's prefix that are no setting: usually a slip of the pen."""
    known = {f"{PREFIX}{name}".upper() for name in Settings.model_fields} | {CONFIG_VARIABLE}
    return sorted(
        name for name in os.environ if name.upper().startswith(PREFIX) and name.upper() not in known
    )
