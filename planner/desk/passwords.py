"""Passwords: hashed with argon2id, made for one time, and refused where they are too easy."""

from __future__ import annotations

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from planner.desk.problems import refusal

__all__ = ["LEAST_CHARACTERS", "MOST_CHARACTERS", "hashed", "made_once", "refuse_easy", "verified"]

LEAST_CHARACTERS, MOST_CHARACTERS = 12, 200
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without signs that look alike: a one-time password is read aloud and typed."""

# 19 MiB, two rounds, one lane: the least that OWASP's Password Storage Cheat Sheet names for argon2id.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hashed(password: str) -> str:
    """Return the hash that is stored."""
    return _HASHER.hash(password)


def verified(stored: str | None, password: str) -> bool:
    """Whether a password is the one that was stored; without a stored one the answer takes as long and is no.

    Parameters
    ----------
    stored
        Hash from the database; None for an unknown login or an account without a password.
    """
    try:
        _HASHER.verify(stored or _nobodys(), password)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def made_once() -> str:
    """Return a new password for the first sign-in: four groups of four signs, 79 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


def refuse_easy(password: str, *, login: str, stored: str | None) -> None:
    """Refuse a new password that is too short or too long, the login, or the one before.

    Raises
    ------
    InputError
        With the sentence that says what to write instead.
    """
    if len(password) < LEAST_CHARACTERS:
        raise refusal("account.password_short", field="password", least=LEAST_CHARACTERS)
    if len(password) > MOST_CHARACTERS:
        raise refusal("account.password_long", field="password", most=MOST_CHARACTERS)
    if len(set(password)) < 5 or (len(login) > 3 and login in password.casefold()):
        raise refusal("account.password_easy", field="password")
    if verified(stored, password):
        raise refusal("account.password_same", field="password")


@cache
def _nobodys() -> str:
    return hashed(secrets.token_urlsafe())
