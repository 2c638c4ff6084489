"""The command line, ``python -m planner``.

Exit codes: 0 done, 1 the answer is no (a hard rule is broken), 2 the input is at fault, 3 a service failed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence

from planner.cli import offers
from planner.cli.answers import problem_line
from planner.cli.arguments import language_of, parser
from planner.cli.commands import COMMANDS, DONE, INPUT, SERVICE
from planner.cli.upkeep import UPKEEP
from planner.model import redact
from planner.model.errors import InputError, ServiceError
from planner.model.language import render

__all__ = ["main"]

_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code.

    Parameters
    ----------
    arguments
        Words after ``python -m planner``; None: those of the process.
    """
    words = sys.argv[1:] if arguments is None else list(arguments)
    redact.install()
    language = language_of(words)
    _survive_any_letter()
    chosen = parser(language, COMMANDS, (offers.add, *UPKEEP)).parse_args(words)
    try:
        code: int = chosen.run(chosen)
        sys.stdout.flush()
    except InputError as error:
        return _complained((problem_line(problem, language) for problem in error.problems), INPUT)
    except ServiceError as error:
        return _complained([render(error.message, language)], SERVICE)
    except BrokenPipeError:
        # Whoever read the output has had enough; the interpreter must not flush into the void at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return _INTERRUPTED
    return code


def _survive_any_letter() -> None:
    """A terminal that cannot write ``å`` shows a question mark instead of a stack trace."""
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="replace")


def _complained(lines: Iterable[str], code: int) -> int:
    sys.stderr.writelines(f"{line}\n" for line in lines)
    return code
