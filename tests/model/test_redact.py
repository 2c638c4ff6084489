"""Logs hold no secrets and no personal identity numbers, and stay readable otherwise."""

import logging
import secrets
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from itsdangerous import URLSafeTimedSerializer

from planner.model.redact import HIDDEN, check_digit, install, redacted

ROOT = Path(__file__).resolve().parents[2]
SECRET = "S3kret-canary"
SIGNED = URLSafeTimedSerializer("key").dumps({"technician": "T03", "kind": "ics"})


@pytest.mark.parametrize(
    "line",
    [
        f"postgresql+psycopg://bo:{SECRET}@db.example:5432/faltplan is wrong",
        f"postgresql://bo:hem/{SECRET}@x@db/faltplan",
        f"http://proxy:{SECRET}@10.0.0.1:3128",
        f"host=db user=bo password={SECRET} dbname=x",
        f"host=db password='two words {SECRET}'",
        f'{{"login": "bo", "password": "a\\"{SECRET}"}}',
        f"{{'password': '{SECRET}', 'login': 'bo'}}",
        f"login=bo&password={SECRET}&next=/board",
        f"GET /export/p1/json?token={SECRET}&lang=sv",
        f"GET /kalender?sig={SECRET}",
        f"GET /oauth2callback?state={SECRET}",
        f"Authorization: Bearer {SECRET}",
        f"authorization: Basic {SECRET}==",
        f"(b'authorization', b'Bearer {SECRET}')",
        f"[(b'cookie', b'faltplan={SECRET}; _streamlit_xsrf=2|ab')]",
        f"Set-Cookie: faltplan={SECRET}; HttpOnly",
        f"accessToken={SECRET}",
        f"FALTPLAN_SECRET={SECRET}",
        f"lösenord: {SECRET}",
        f"cookie: a=b; faltplan={SECRET}",
    ],
)
def test_what_opens_a_door_is_hidden(line):
    assert SECRET not in redacted(line)
    assert HIDDEN in redacted(line)


def test_signed_links_and_session_keys_are_hidden_also_without_a_name():
    for token in (SIGNED, *(secrets.token_urlsafe(32) for _ in range(200)), secrets.token_hex(32)):
        assert token not in redacted(f'127.0.0.1:1 - "GET /feed/{token} HTTP/1.1" 200')


@pytest.mark.parametrize(
    "line",
    [
        "planning run 3f8a3f8a3f8a3f8a3f8a3f8a3f8a3f8a failed",
        "status code: 404, state=running, exit code 0",
        "Fältplan: http://127.0.0.1:8501/export/p1/json?lang=sv&as=technician:T03",
        "2026-11-24 05:30:00,123 INFO 10:30-12:00",
        "ring 070-123 45 67 eller 08-123 456 78",
        "0701234560",
        "INC8112289873, order 198112289873, 811328-9874, 556036-0793",
        "59.332812, 18.064912",
        "sqlite:////data/var/faltplan.sqlite",
        "planner.store.database.open_store_and_check_the_whole_of_it",
        "No tokens here. The password was wrong.",
        "mail anna@example.se",
    ],
)
def test_ordinary_words_and_numbers_stay(line):
    assert redacted(line) == line


def numbers(min_year=1900):
    """Valid personal identity and co-ordination numbers as their parts: century, six digits, four digits."""

    def made(born, three, co):
        six = f"{born:%y%m}{born.day + (60 if co else 0):02d}"
        last = next(str(d) for d in range(10) if check_digit(six + three + str(d)))
        return f"{born.year // 100}", six, three + last

    days = st.dates(date(min_year, 1, 1), date(2040, 12, 31))
    return st.builds(made, days, st.from_regex(r"[0-9]{3}", fullmatch=True), st.booleans())


@given(
    numbers(), st.booleans(), st.sampled_from(["", "-", "+", "\u2013", "%2D"]), st.text(max_size=9), st.text(max_size=9)
)
def test_no_valid_personal_number_survives(parts, century, dash, before, after):
    assume(not before[-1:].isdecimal() and not after[:1].isdecimal())
    first, six, last = parts
    number = f"{first if century else ''}{six}{dash}{last}"
    assert number not in redacted(f"{before}{number}{after}")
    assert last not in redacted(f"patient {number}.")


@given(numbers(), st.integers(1, 9), st.sampled_from(["", "-", "+"]))
def test_a_number_whose_check_digit_fails_stays(parts, off, dash):
    _, six, last = parts
    number = f"{six}{dash}{last[:3]}{(int(last[3]) + off) % 10}"
    assert redacted(f"order {number}") == f"order {number}"


@given(st.integers(0, 10**10 - 1))
def test_the_check_digit_is_that_of_luhn(number):
    total = 0
    for place, digit in enumerate(reversed(f"{number:010d}")):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    assert check_digit(f"{number:010d}") is (total % 10 == 0)


SCRIPT = f"""
import logging, sys, threading
from planner.model.redact import install
early = logging.StreamHandler(sys.stdout)
logging.getLogger("library").addHandler(early)
install(); install()
logging.basicConfig(level=logging.INFO, stream=sys.stdout, format="%(name)s %(message)s")
log = logging.getLogger("library.deep")
log.warning("password=%s", "{SECRET}")
log.warning("said %s", {{"cookie": "faltplan={SECRET}"}})
log.warning("wrong %d format", "postgresql://u:{SECRET}@h/d")
log.warning("where", stack_info=True)
late = logging.getLogger("uvicorn.access")
late.info('%s - "%s %s HTTP/%s" %d', "127.0.0.1:1", "GET", "/feed?token={SECRET}", "1.1", 200)
try:
    raise ValueError("postgresql://u:{SECRET}@h/d")
except ValueError:
    log.exception("failed for 811228-9874")
thread = threading.Thread(target=lambda: int("token={SECRET}"))
thread.start(); thread.join()
raise RuntimeError("password={SECRET} 19811228-9874")
"""


def test_every_logger_traceback_and_thread_of_a_process_is_cleaned():
    done = subprocess.run([sys.executable, "-c", SCRIPT], cwd=ROOT, capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    assert SECRET not in said
    assert "9874" not in said
    assert "--- Logging error ---" not in said
    assert 'GET /feed?token=[hidden] HTTP/1.1" 200' in said
    assert said.count("Traceback") == 4  # one of them by two handlers
    assert "library.deep password=[hidden]" in said
    assert done.returncode == 1


def test_no_formatter_gets_at_the_error_itself():
    install()
    error = ValueError(f"password={SECRET}")
    record = logging.getLogger("x").makeRecord("x", logging.ERROR, "f", 1, "m", (), (ValueError, error, None))
    assert record.exc_info is None
    assert record.exc_text == "ValueError: password=[hidden]"


def test_what_is_clean_keeps_its_parts_for_whoever_formats_it():
    install()
    record = logging.getLogger("x").makeRecord("x", logging.INFO, "f", 1, "run %s", ("R1",), None)
    assert (record.msg, record.args) == ("run %s", ("R1",))
