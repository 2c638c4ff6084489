"""Results are kept one section a benchmark, and tell nothing of where they were made but the kind of machine."""

from __future__ import annotations

import platform
from dataclasses import replace

from benchmarks.frame import Options, Report
from benchmarks.results import keep

REPORT = Report(headings=("day", "kr"), rows=(("100x15", "1,234"),), summary="Cheaper by a third")


def test_a_benchmark_run_again_replaces_its_section_and_leaves_the_others(tmp_path):
    file = tmp_path / "RESULTS.md"
    keep(file, "vrptw", Options(), REPORT)
    keep(file, "scale", Options(), replace(REPORT, summary="The first time"))
    keep(file, "scale", Options(seconds=3), replace(REPORT, summary="The second time"))
    said = file.read_text()
    assert said.count("## scale") == said.count("## vrptw") == said.count("# Results\n") == 1
    assert "The second time" in said
    assert "The first time" not in said
    assert "Cheaper by a third" in said
    assert said.index("## scale") < said.index("## vrptw")


def test_a_section_has_date_versions_machine_and_table_but_no_path_and_no_host(tmp_path):
    file = tmp_path / "RESULTS.md"
    keep(file, "vrptw", Options(set_path=tmp_path / "instances"), REPORT)
    said = file.read_text()
    assert f"Python {platform.python_version()}, numpy " in said
    assert " processors " in said
    assert "100x15  1,234" in said
    assert "set instances." in said
    assert str(tmp_path) not in said
    assert platform.node() not in said
