"""The words of the command line."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from planner.model.language import LANGUAGES, text

__all__ = ["Adder", "Command", "Maker", "language_of", "parser"]

Command = Callable[[argparse.Namespace], int]
"""Does what was asked and returns the exit code."""

Maker = Callable[[str, Command], argparse.ArgumentParser]
"""Makes the parser of a command from its name and what it does; its help is the text ``cli.help_<name>``."""

Adder = Callable[[Maker, Callable[[str], str]], None]
"""Adds the commands of a module; given the maker, and what gives the texts of ``cli``."""


def parser(language: str, commands: Mapping[str, Command], more: Iterable[Adder] = ()) -> argparse.ArgumentParser:
    """Return the parser of all commands, its help in a language.

    Parameters
    ----------
    language
        ``sv`` or ``en``; also the default of ``--language``.
    commands
        What each command does, by name.
    more
        Modules that add commands of their own.
    """

    def say(key: str) -> str:
        return text(f"cli.{key}", language).replace("%", "%%")

    whole = argparse.ArgumentParser(prog="python -m planner", description=say("about"), epilog=say("codes"))
    subparsers = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, run: Command) -> argparse.ArgumentParser:
        one = subparsers.add_parser(name, help=say(f"help_{name}"), description=say(f"help_{name}"))
        one.add_argument("--language", choices=LANGUAGES, default=language, help=say("help_language"))
        one.set_defaults(run=run)
        return one

    def search(one: argparse.ArgumentParser) -> None:
        one.add_argument("--time-limit", type=_seconds, default=10.0, metavar="S", help=say("help_time_limit"))
        one.add_argument("--patience", type=_seconds, metavar="S", help=say("help_patience"))
        one.add_argument("--seed", type=int, default=1, metavar="N", help=say("help_seed"))
        one.add_argument("--iterations", type=_count, metavar="N", help=say("help_iterations"))
        one.add_argument("--workers", type=_count, default=1, metavar="N", help=say("help_workers"))
        one.add_argument("--engine", choices=("kernel", "routing"), help=say("help_engine"))
        one.add_argument("--regions", type=_count, metavar="N", help=say("help_regions"))
        one.add_argument("--cluster", metavar="ADDRESS", help=say("help_cluster"))

    plan = command("plan", commands["plan"])
    plan.add_argument("--requests", required=True, metavar="FILE", help=say("help_requests"))
    plan.add_argument("--team", required=True, metavar="FILE", help=say("help_team"))
    plan.add_argument("--stores", metavar="FILE", help=say("help_stores"))
    plan.add_argument("--sites", metavar="FILE", help=say("help_sites"))
    plan.add_argument("--day", type=_date, metavar="YYYY-MM-DD", help=say("help_day"))
    plan.add_argument("--days", type=_count, default=1, metavar="N", help=say("help_days"))
    plan.add_argument("--out", required=True, metavar="DIR", help=say("help_out_folder"))
    plan.add_argument("--published", nargs="+", default=(), metavar="PLAN.json", help=say("help_published"))
    plan.add_argument("--by-clock", action="store_true", help=say("help_by_clock"))
    search(plan)
    solve = command("solve", commands["solve"])
    solve.add_argument("problem", metavar="PROBLEM.json")
    solve.add_argument("--out", required=True, metavar="PLAN.json", help=say("help_out_file"))
    search(solve)
    check = command("check", commands["check"])
    check.add_argument("problem", metavar="PROBLEM.json")
    check.add_argument("plan", metavar="PLAN.json|ORDER.csv", help=say("help_order"))
    check.add_argument("--team", metavar="FILE", help=say("help_law_team"))
    check.add_argument("--published", nargs="+", default=(), metavar="PLAN.json", help=say("help_published"))
    check.add_argument("--out", metavar="PLAN.json", help=say("help_out_file"))
    demo = command("demo", commands["demo"])
    demo.add_argument("--day", type=_date, metavar="YYYY-MM-DD", help=say("help_demo_day"))
    demo.add_argument("--history", type=_count, default=40, metavar="N", help=say("help_history"))
    demo.add_argument("--seed", type=int, default=1, metavar="N", help=say("help_seed"))
    demo.add_argument("--database", metavar="URL", help=say("help_database"))
    demo.add_argument("--written-in", choices=LANGUAGES, default="sv", help=say("help_written_in"))
    for add in more:
        add(command, say)
    return whole


def language_of(words: Sequence[str]) -> str:
    """Return the language asked for, also for the help; else that of the surroundings, else English."""
    for at, word in enumerate(words):
        asked = word.partition("=")[2] if word.startswith("--language=") else "".join(words[at + 1 : at + 2])
        if word.startswith("--language") and asked in LANGUAGES:
            return asked
    surroundings = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "sv" if surroundings.lower().startswith("sv") else "en"


def _seconds(written: str) -> float:
    value = float(written)
    if not 0 < value <= 86_400:
        raise argparse.ArgumentTypeError(f"{written}: expected more than 0 and at most 86400 seconds")
    return value


def _count(written: str) -> int:
    value = int(written)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{written}: expected 1 or more")
    return value


def _date(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{written}: expected a day as YYYY-MM-DD") from None
