"""What a browser and a person do when they sign in at the provider of `tests.web.provider`, and what is left of it."""

from __future__ import annotations

import httpx

from planner.desk import Desk
from planner.store.tables import attempt, session
from planner.web import SESSION_COOKIE, shared_desk
from planner.web.provider import BEGIN
from tests.web.client import Client
from tests.web.test_signin import error_of

MAIL = "stina@firma.example"
REFUSED = "Inloggningstjänsten godkände inte inloggningen. Försök igen."
NOBODY = "Det finns inget öppet konto för dig här. Fråga en administratör."
LOST = "Inloggningen tog för lång tid eller började någon annanstans. Försök igen."
AWAY = "Inloggningstjänsten svarar inte. Försök igen, eller använd lösenord."
BASE = "https://127.0.0.1:8501"


def off(client: Client, onward: str = "/board?day=2026-11-24") -> str:
    """Press the button; where the browser is sent to."""
    answer = client.page(f"{BEGIN}?next={onward.replace('?', '%3F')}", sec_fetch_site="same-origin")
    assert answer.status_code == 303
    return answer.headers["location"]


def back(client: Client, address: str) -> httpx.Response:
    """Let the provider answer, and bring its answer to us as the browser would: no Strict cookie comes along."""
    answer = httpx.get(address)
    assert answer.status_code == 302
    return bring(client, answer.headers["location"])


def bring(client: Client, address: str) -> httpx.Response:
    return client.page(address.removeprefix(BASE), sec_fetch_site="cross-site")


def sign_in(client: Client, onward: str = "/board?day=2026-11-24") -> httpx.Response:
    return back(client, off(client, onward))


def refused(answer: httpx.Response, sentence: str, status: int = 403) -> None:
    """The sign-in page with a sentence; no session, here or in the database."""
    assert (answer.status_code, error_of(answer)) == (status, sentence)
    assert 'action="/signin"' in answer.text
    assert "Traceback" not in answer.text
    assert SESSION_COOKIE not in answer.headers.get("set-cookie", "")
    assert sessions() == 0


def sessions() -> int:
    with shared_desk().store.reading() as db:
        return len(db.execute(session.select()).all())


def tried(desk: Desk) -> list[tuple[str, bool]]:
    with desk.store.reading() as db:
        return [(row.login, row.succeeded) for row in db.execute(attempt.select())]


def answer_of(client: Client) -> str:
    """Go to the provider, and keep its answer instead of following it."""
    return httpx.get(off(client)).headers["location"]
