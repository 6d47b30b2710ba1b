"""The settings of an identity provider that people may log in with (OpenID Connect)."""

from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings

from data_access.domain.viewer import Duty

LOOPBACK = ("localhost", "127.0.0.1", "::1")


class ProviderSettings(BaseSettings):
    """Part of `config.Settings`."""

    oidc_issuer: str | None = Field(
        None,
        description="Identity provider (OpenID Connect) that people may log in with: its issuer, exactly as "
        "its discovery document says. Unset: passwords only.",
    )
    oidc_client_id: str | None = Field(None, description="Name of Zhiwang at the identity provider.")
    oidc_client_secret: SecretStr | None = Field(
        None,
        description="Secret of Zhiwang at the identity provider. Unset: a public client with PKCE alone.",
    )
    oidc_scopes: str = Field("openid profile", description="Scopes that are asked for, with spaces.")
    oidc_button: str | None = Field(
        None, description="Words on the button of the login page. Unset: those of the catalogue."
    )
    oidc_name_claim: str = Field(
        "preferred_username", description="Claim with the name that people have in Zhiwang."
    )
    oidc_groups_claim: str = Field(
        "groups", description="Claim with the groups of a person; dots lead into objects."
    )
    oidc_allowed_groups: list[str] = Field(
        [], description="Groups whose members may log in. Empty: everybody who has a duty."
    )
    oidc_duties: dict[str, Duty] = Field(
        {}, description="Duty of the members of each group; the highest one counts."
    )
    oidc_default_duty: Duty | None = Field(
        None, description="Duty of people in none of these groups. Unset: they may not log in."
    )
    oidc_areas_claim: str | None = Field(
        None, description="Claim with the codes of the areas that a person sees."
    )
    oidc_areas: dict[str, list[str]] = Field(
        {},
        description="Codes of the areas that members of each group see. With this or the claim, people "
        "without an area may not log in; with neither, everybody sees the whole city.",
    )
    oidc_clock_skew_seconds: int = Field(
        60, ge=0, le=600, description="How far the clocks of provider and server may differ."
    )

    @field_validator(
        *("oidc_issuer", "oidc_client_id", "oidc_client_secret", "oidc_button", "oidc_areas_claim"),
        "oidc_default_duty",
        mode="before",
    )
    @classmethod
    def _nothing_is_unset(cls, value: object) -> object:
        return None if value == "" else value

    @field_validator("oidc_issuer")
    @classmethod
    def _encrypted(cls, value: str | None) -> str | None:
        if value is not None and not is_safe_address(value):
            raise ValueError("must begin with https:// (http:// is for this machine alone)")
        return value

    @model_validator(mode="after")
    def _whole_provider(self) -> Self:
        if (self.oidc_issuer is None) != (self.oidc_client_id is None):
            raise ValueError("oidc_issuer and oidc_client_id belong together: set both or none")
        if self.oidc_issuer and not (self.oidc_duties or self.oidc_default_duty):
            raise ValueError("with oidc_issuer set oidc_duties or oidc_default_duty, else nobody may log in")
        return self


def is_safe_address(address: str) -> bool:
    """Whether an address is encrypted, or of this machine."""
    parts = urlsplit(address)
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    )
