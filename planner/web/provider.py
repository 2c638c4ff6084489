"""Whether people may sign in at an OpenID provider, and which: read from the environment."""

from __future__ import annotations

import logging
import os
from collections.abc import Collection
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Final
from urllib.parse import SplitResult, urlencode, urlsplit

from planner.desk.problems import refusal
from planner.model.language import text
from planner.web.cookies import LOOPBACK

__all__ = ["BEGIN", "CALLBACK", "Provider", "is_safe"]

BEGIN: Final = "/signin/oidc"
CALLBACK: Final = "/signin/oidc/callback"
_ISSUER, _BASE = "FALTPLAN_OIDC_ISSUER", "FALTPLAN_PUBLIC_URL"
_NEEDED: Final = (_ISSUER, "FALTPLAN_OIDC_CLIENT_ID", "FALTPLAN_OIDC_CLIENT_SECRET", _BASE)
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """An OpenID provider and what it knows us as.

    Parameters
    ----------
    issuer
        Its address; ``/.well-known/openid-configuration`` below it says the rest.
    base
        Our own address as people type it, without a slash at the end. It is a setting and never taken from a request:
        a forged ``Host`` would have the provider send its answer elsewhere.
    name
        What people call it; empty: the organisation's account.
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    base: str
    name: str = ""

    @property
    def callback(self) -> str:
        """Where the provider sends people back to."""
        return self.base + CALLBACK

    @classmethod
    def from_environment(cls) -> Provider | None:
        """Read the settings; None where not all that are needed are set."""
        values = [os.environ.get(name, "").strip() for name in _NEEDED]
        if not all(values):
            return None
        issuer, client_id, client_secret, base = values
        name = os.environ.get("FALTPLAN_OIDC_NAME", "").strip()
        return cls(issuer=issuer, client_id=client_id, client_secret=client_secret, base=base.rstrip("/"), name=name)

    @classmethod
    def offered(cls, onward: str, language: str) -> tuple[str, str] | None:
        """Return words and address of the way in, or None; the address has our own name, where cookies are kept."""
        if (one := cls.from_environment()) is None:
            return None
        words = text("signin.oidc_named", language, name=one.name) if one.name else text("signin.oidc", language)
        return words, f"{one.base}{BEGIN}?{urlencode({'next': onward, 'lang': language})}"

    @classmethod
    def check(cls, hosts: Collection[str]) -> None:
        """Refuse settings that cannot work, before anybody tries them; some that are missing are logged.

        Parameters
        ----------
        hosts
            Names the app answers to; ``*.planner.example`` stands for all below it.

        Raises
        ------
        InputError
            With the name of the setting and what is expected.
        """
        missing = [name for name in _NEEDED if not os.environ.get(name, "").strip()]
        one = cls.from_environment()
        if one is None:
            if _ISSUER not in missing:
                _LOG.warning("No sign-in by OpenID Connect: %s not set", ", ".join(missing))
            return
        if not is_safe(one.issuer) or urlsplit(one.issuer).query:
            raise refusal("signin.oidc_address", field=_ISSUER, value=one.issuer)
        if not is_safe(one.base) or urlsplit(one.base).path or urlsplit(one.base).query:
            raise refusal("signin.oidc_base", field=_BASE, value=one.base)
        if not _answers_to(urlsplit(one.base).hostname or "", hosts):
            raise refusal("signin.oidc_host", field=_BASE, value=one.base)
        if find_spec("authlib") is None:
            raise refusal("signin.oidc_no_library", field=_ISSUER)


def is_safe(address: str) -> bool:
    """Whether an address is an encrypted one, or one of this machine, and holds no name, password or fragment."""
    try:
        parts = urlsplit(address)
        named = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return named and _encrypted(parts) and parts.username is None and not parts.fragment


def _encrypted(parts: SplitResult) -> bool:
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)


def _answers_to(host: str, hosts: Collection[str]) -> bool:
    return any(host == one or (one.startswith("*.") and host.endswith(one[1:])) for one in hosts)
