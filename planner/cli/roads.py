"""``python -m planner roads``: import an extract of OpenStreetMap, or show what is there."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from planner.cli.arguments import Maker
from planner.model.language import LANGUAGES, number_text, render, text
from planner.model.message import Message
from planner.roads.data import Manifest, current, roads_folder

__all__ = ["add"]

_DONE, _NO = 0, 1


def add(command: Maker, say: Callable[[str], str]) -> None:
    """Add the command ``roads`` with its own commands."""
    roads = command("roads", lambda chosen: int(chosen.act(chosen)))
    acts = roads.add_subparsers(dest="act_name", required=True, metavar="ACTION")
    build, show = acts.add_parser("build", help=say("roads_build")), acts.add_parser("show", help=say("roads_show"))
    build.add_argument("file", metavar="FILE.osm.pbf")
    for one, does in ((build, _build), (show, _show)):
        one.add_argument("--folder", metavar="DIR", help=say("help_roads_folder"))
        # Behind the action as well as before it: people write it last.
        one.add_argument("--language", choices=LANGUAGES, default=argparse.SUPPRESS, help=say("help_language"))
        one.set_defaults(act=does)


def _build(chosen: argparse.Namespace) -> int:
    from planner.roads.importing import build_roads

    def progress(said: Message) -> None:
        sys.stderr.write(f"{render(said, chosen.language)}\n")

    manifest = build_roads(Path(chosen.file), _folder(chosen), progress)
    return _say(_lines(manifest, _folder(chosen), chosen.language))


def _show(chosen: argparse.Namespace) -> int:
    folder = _folder(chosen)
    generation = current(folder)
    if generation is None:
        _say([text("roads.none", chosen.language, folder=str(folder))])
        return _NO
    return _say(_lines(Manifest.load(generation), generation, chosen.language))


def _folder(chosen: argparse.Namespace) -> Path:
    from planner.desk.opening import whereabouts

    return Path(chosen.folder) if chosen.folder else roads_folder(whereabouts()[1])


def _lines(manifest: Manifest, folder: Path, language: str) -> Iterator[str]:
    day, _, clock = manifest.made_at.partition("T")
    yield text(
        "roads.source",
        language,
        file=manifest.source,
        day=day,
        clock=clock[:5],
        seconds=number_text(manifest.seconds, language, decimals=1),
        attribution=manifest.attribution,
    )
    south, west, north, east = (number_text(one, language, decimals=3) for one in manifest.bounds)
    yield text("roads.bounds", language, south=south, west=west, north=north, east=east)
    counts = {name: number_text(count, language) for name, count in manifest.counts.items()}
    yield text("roads.counts", language, nodes=counts["nodes"], ways=counts["ways"], areas=counts["areas"])
    for name, facts in manifest.facts.items():
        yield text("roads.fact", language, part=text(f"roads.part.{name}", language), facts=_told(facts, language))
    yield text("roads.folder", language, folder=str(folder))


def _told(facts: Mapping[str, Any], language: str) -> str:
    """Facts as the manifest names them, numbers as the language writes them."""
    return ", ".join(
        f"{name} {number_text(value, language) if isinstance(value, int) else value}" for name, value in facts.items()
    )


def _say(lines: Iterator[str] | list[str]) -> int:
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return _DONE
