"""What must never stand in a log: passwords, tokens, credentials in addresses, personal identity numbers.

`redacted` takes them out of a text. `install` puts it before every line a process logs, whoever logs it, and
before the tracebacks of what nobody caught.
"""

from __future__ import annotations

import logging
import re
import sys
import threading
import traceback
from datetime import date
from types import TracebackType
from typing import Any

__all__ = ["HIDDEN", "check_digit", "install", "redacted"]

HIDDEN = "[hidden]"
"""Stands where a secret stood."""

_QUOTED = r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'"
_BETWEEN = r"(['\"]?\s*(?:=>|[:=,])\s*(?:b(?=['\"]))?)"
_HEADER = re.compile(rf"(?i)((?:proxy-)?authorization|(?:set-)?cookie){_BETWEEN}({_QUOTED}|[^\r\n]+)")
_BEARER = re.compile(r"(?i)\b(bearer|basic|digest)(\s+)[A-Za-z0-9+/=._~-]{6,}")
_ADDRESS = re.compile(r"(?i)\b([a-z][a-z0-9+.-]*://[^\s:/@?#]*):[^\s]*@")
_NAMED = re.compile(
    r"(?i)((?:pass(?:word|wd|phrase)|pwd|secret|token|api[_-]?key|credential|session[_-]?id|l[öo]senord)\w*)"
    rf"(['\"]?\s*(?:=>|[:=])\s*(?:b(?=['\"]))?)(?!\[hidden)({_QUOTED}|[^\s,;&'\")\]}}]+)"
)
_ASKED = re.compile(r"(?i)([?&](?:key|sig|signature|code|state|auth|t|k|s)=)[^\s&'\"]+")
_SIGNED = re.compile(r"[\w-]{4,}\.[\w-]{4,}\.(?=[\w-]*[A-Z0-9])[\w-]{27,}")
_OPAQUE = re.compile(r"(?<![\w-])(?:(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{40,}|[0-9a-f]{40,})(?![\w-])")
_DASHES = "-+\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}\N{MINUS SIGN}"
_PERSONAL = re.compile(
    rf"(?<![0-9])(18|19|20)?([0-9]{{2}})([0-9]{{2}})([0-9]{{2}})(?:[{_DASHES}]|%2[BbDd])?([0-9]{{4}})(?![0-9])"
)


def redacted(text: str) -> str:
    """Return a text without secrets and personal identity numbers.

    Parameters
    ----------
    text
        A line of a log, an error's sentence, a traceback.

    Notes
    -----
    Hidden are credentials in addresses (``postgresql://user:…@host``), headers that sign somebody in, values named
    like a secret (``password=``, ``"token":``, ``&sig=``), signed and other long random strings, and Swedish personal
    identity and co-ordination numbers: ten or twelve digits with a real day and a matching check digit. A number of
    another kind that meets all of that by chance is hidden too.
    """
    text = _ADDRESS.sub(rf"\1:{HIDDEN}@", text)
    text = _HEADER.sub(_unnamed, text)
    text = _BEARER.sub(rf"\1\2{HIDDEN}", text)
    text = _NAMED.sub(_unnamed, text)
    text = _ASKED.sub(rf"\1{HIDDEN}", text)
    text = _SIGNED.sub(HIDDEN, text)
    text = _OPAQUE.sub(HIDDEN, text)
    return _PERSONAL.sub(lambda match: HIDDEN if _is_person(match) else match[0], text)


def check_digit(ten: str) -> bool:
    """Whether the last digit makes the sum of all, every second doubled and its digits added, end in 0 (Luhn)."""
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(ten))
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0


def install() -> None:
    """Take secrets out of everything this process logs from now on; asked again, nothing more happens.

    A record is cleaned where it is made, so that no logger, handler or library added later passes by.
    """
    if not isinstance(logging.getLogRecordFactory(), _Cleaner):
        logging.setLogRecordFactory(_Cleaner(logging.getLogRecordFactory()))
    if sys.excepthook is sys.__excepthook__:
        sys.excepthook = _uncaught
    if threading.excepthook is threading.__excepthook__:
        threading.excepthook = _uncaught_in_thread


class _Cleaner:
    """Makes the records of a process without what `redacted` hides."""

    def __init__(self, make: Any) -> None:
        self._make = make

    def __call__(self, *args: Any, **kwargs: Any) -> logging.LogRecord:
        record: logging.LogRecord = self._make(*args, **kwargs)
        if record.name == "uvicorn.access" and isinstance(record.args, tuple):
            # Its formatter takes the parts of the line (address, method, path, status) one by one.
            record.args = tuple(redacted(one) if isinstance(one, str) else one for one in record.args)
        else:
            _clean_sentence(record)
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_text = redacted("".join(traceback.format_exception(*record.exc_info))).rstrip("\n")
            record.exc_info = None
        if record.stack_info:
            record.stack_info = redacted(record.stack_info)
        return record


def _clean_sentence(record: logging.LogRecord) -> None:
    try:
        said = record.getMessage()
    except (TypeError, ValueError, KeyError):
        # Left as it is, logging would print the arguments of a wrong format to the terminal.
        said = f"{record.msg!r} {record.args!r}"
        record.msg, record.args = redacted(said), ()
        return
    if (clean := redacted(said)) != said:
        record.msg, record.args = clean, ()


def _unnamed(match: re.Match[str]) -> str:
    name, between, value = match.groups()
    quote = value[0] if value[:1] in ("'", '"') else ""
    return f"{name}{between}{quote}{HIDDEN}{quote}"


def _is_person(match: re.Match[str]) -> bool:
    century, year, month, day, last = match.groups()
    if not check_digit(year + month + day + last):
        return False
    try:
        # Without a century the one with most leap days: rather a number hidden too many.
        date(int((century or "20") + year), int(month), int(day) - (60 if int(day) > 60 else 0))
    except ValueError:
        return False
    return True


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    sys.stderr.write(redacted("".join(traceback.format_exception(kind, error, trace))))


def _uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_type is SystemExit:
        return
    name = args.thread.name if args.thread else "?"
    said = "".join(traceback.format_exception(args.exc_type, args.exc_value, args.exc_traceback))
    sys.stderr.write(f"Exception in thread {name}:\n{redacted(said)}")
