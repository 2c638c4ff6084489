"""The command line is what scripts depend on: its files, its exit codes, its words, and no stack trace ever."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from planner.cli import main
from planner.cli.arguments import language_of
from planner.model.codec import dumps, loads
from planner.model.plan import Plan
from planner.model.problem import Problem
from planner.planning import baseline
from tests.planning.factory import OTHER_SITE, at, built, needs, request, team, technician

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "data" / "demo"
SEARCH = ["--time-limit", "20", "--iterations", "20"]


@pytest.fixture
def files(tmp_path):
    """A problem file and an accepted plan of it."""
    problem = built(request("A"), request("B", place=OTHER_SITE), team=team(technician(), technician("T2"))).problem
    plan = baseline(problem, created_at=at(6))
    (tmp_path / "problem.json").write_text(dumps(problem), encoding="utf-8")
    (tmp_path / "plan.json").write_text(dumps(plan), encoding="utf-8")
    return tmp_path


def run(*words, capsys):
    code = main([str(word) for word in words])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_check_accepts_a_good_plan_and_itemises_its_price(files, capsys):
    code, out, err = run("check", files / "problem.json", files / "plan.json", capsys=capsys)
    assert (code, err) == (0, "")
    assert "Drive time" in out
    assert "accepted" in out.splitlines()[-1]


def test_plan_by_the_clock_writes_a_problem_and_a_plan_that_the_judge_accepts(tmp_path, capsys):
    words = ("plan", "--requests", DEMO / "requests.csv", "--team", DEMO / "team.csv", "--day", "2026-11-24")
    code, out, _ = run(*words, *SEARCH, "--by-clock", "--out", tmp_path, "--language", "en", capsys=capsys)
    assert code in (0, 1)
    assert "(estimated, by the clock)" in out
    assert "Driving by the clock: " in out
    assert loads(Problem, (tmp_path / "problem.json").read_bytes()).profile is not None
    code, out, err = run("check", tmp_path / "problem.json", tmp_path / "plan.json", capsys=capsys)
    assert (code, err) == (0, "")


def test_check_with_the_team_says_what_the_law_says_and_keeps_its_answer(files, capsys):
    """Yesterday's plan ends at 22:00: T1 begins at 08:00 with 10 h of rest. The judge has no say in that."""
    plan = loads(Plan, (files / "plan.json").read_bytes())
    shift = timedelta(days=1)
    late = tuple(replace(one, start=one.start - shift, end=at(22) - shift, hard_end=at(22) - shift)
                 for one in plan.technicians[:1])  # fmt: skip
    before = plan.replace(day=plan.day - shift, technicians=late, stops=())
    (files / "before.json").write_text(dumps(before), encoding="utf-8")
    (files / "team.csv").write_text("id;namn;starttid;sluttid\nT1;Anna L;08:00;17:00\n", encoding="utf-8")
    words = ("check", files / "problem.json", files / "plan.json", "--language", "en")
    assert "Working time" not in run(*words, capsys=capsys)[1]
    team_file = ("--team", files / "team.csv")
    alone = run(*words, *team_file, capsys=capsys)[1]
    assert "ATL13" not in alone
    code, out, _ = run(*words, *team_file, "--published", files / "before.json", capsys=capsys)
    assert code == 0
    rest = next(line for line in out.splitlines() if "ATL13" in line)
    assert rest.startswith("Working time, ATL13: Anna L")
    assert "10\u00a0h, at least 11\u00a0h" in rest
    assert "13 § ATL" in rest


def test_check_says_no_to_a_plan_that_breaks_a_rule(files, capsys):
    plan = loads(Plan, (files / "plan.json").read_bytes())
    early = [
        stop if stop.visit_id is None else type(stop)(**{**fields_of(stop), "start": stop.start - timedelta(hours=5)})
        for stop in plan.stops
    ]
    (files / "plan.json").write_text(dumps(plan.replace(stops=tuple(early))), encoding="utf-8")
    code, out, _ = run("check", files / "problem.json", files / "plan.json", capsys=capsys)
    assert code == 1
    assert "Rule broken" in out
    assert "rejected" in out.splitlines()[-1]


def test_an_order_made_by_hand_is_timed_judged_and_priced(files, capsys):
    order, out = files / "order.csv", files / "by_hand.json"
    order.write_text("Tekniker-id;Ärendenummer\nT2;B\nT2;A\n", encoding="utf-8")
    code, said, err = run("check", files / "problem.json", order, "--out", out, capsys=capsys)
    assert (code, err) == (0, "")
    assert "Drive time" in said
    plan = loads(Plan, out.read_bytes())
    done = [stop.visit_id for stop in plan.stops if stop.technician_id == "T2" and stop.visit_id]
    assert done == ["B", "A"]
    assert run("check", files / "problem.json", out, capsys=capsys)[1] == said
    order.write_text("Tekniker-id;Ärendenummer\nT2;B\nT7;A\n", encoding="utf-8")
    code, _, err = run("check", files / "problem.json", order, "--language", "sv", capsys=capsys)
    assert code == 2
    assert "order.csv, rad 3, Tekniker-id: ”T7” arbetar inte den dagen" in err


def fields_of(stop):
    return {name: getattr(stop, name) for name in stop.__dataclass_fields__}


def test_answers_are_given_in_the_language_asked_for(files, capsys):
    words = ("check", files / "problem.json", files / "plan.json", "--language", "sv")
    assert "godkänd" in run(*words, capsys=capsys)[1]


def test_solve_writes_a_plan_that_check_accepts(files, capsys):
    target = files / "new" / "solved.json"
    code, out, _ = run("solve", files / "problem.json", "--out", target, *SEARCH, capsys=capsys)
    assert code == 0
    assert "2 of 2 planned" in out
    assert run("check", files / "problem.json", target, capsys=capsys)[0] == 0


def test_solve_says_why_something_is_left_out(tmp_path, capsys):
    hopeless = built(request("A", title="Radio link", **needs("wifi", 5))).problem
    (tmp_path / "problem.json").write_text(dumps(hopeless), encoding="utf-8")
    code, out, _ = run("solve", tmp_path / "problem.json", "--out", tmp_path / "p.json", *SEARCH, capsys=capsys)
    assert code == 0
    assert "Unassigned: A Radio link (P3)" in out
    assert "has Wi-Fi level 5" in out


def test_solve_says_no_when_a_mandatory_visit_does_not_fit(tmp_path, capsys):
    hopeless = built(request("A", mandatory=True, **needs("wifi", 5))).problem
    (tmp_path / "problem.json").write_text(dumps(hopeless), encoding="utf-8")
    code, out, _ = run("solve", tmp_path / "problem.json", "--out", tmp_path / "p.json", *SEARCH, capsys=capsys)
    assert code == 1
    assert "Rule broken, once" in out


def test_plan_does_the_whole_main_job_with_the_example_files(tmp_path, capsys):
    words = ("plan", "--requests", DEMO / "requests.csv", "--team", DEMO / "team.csv", "--out", tmp_path, *SEARCH)
    code, out, err = run(*words, capsys=capsys)
    assert (code, err) == (0, "")
    assert "of 30 planned" in out
    assert {file.name for file in tmp_path.iterdir()} == {"plan.json", "problem.json", "plan.csv", "map.html"}
    plan = loads(Plan, (tmp_path / "plan.json").read_bytes())
    problem = loads(Problem, (tmp_path / "problem.json").read_bytes())
    assert plan.problem_hash == problem.content_hash()
    assert plan.day.isoformat() == "2026-11-24"  # the day the requests name
    assert all(left.request_id in out for left in plan.unassigned)
    assert run("check", tmp_path / "problem.json", tmp_path / "plan.json", capsys=capsys)[0] == 0


def test_the_day_can_be_given_and_an_empty_day_is_no_fault(tmp_path, capsys):
    words = ("--requests", DEMO / "requests.csv", "--team", DEMO / "team.csv", "--out", tmp_path, "--day", "2026-11-20")
    code, out, _ = run("plan", *words, *SEARCH, capsys=capsys)
    assert code == 0
    assert "0 of 30 planned" in out
    assert "Tue 24 November at the earliest" in out


def test_faults_of_a_file_are_named_with_file_row_and_column(tmp_path, capsys):
    wrong = tmp_path / "wrong.csv"
    wrong.write_text(
        "request_id,title,lat,lon,priority\nR1,Printer,59.3,18.0,P3\nR2,Phone,59.3,18.0,P9\n", encoding="utf-8"
    )
    code, _, err = run(
        "plan", "--requests", wrong, "--team", DEMO / "team.csv", "--out", tmp_path / "out", capsys=capsys
    )
    assert code == 2
    assert "wrong.csv, row 3, priority" in err
    assert "P9" in err


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"day": "2026-11-24"}', '{"format": 7}', "\x00\x01"])
def test_a_file_that_is_no_problem_is_the_inputs_fault(files, content, capsys):
    (files / "problem.json").write_text(content, encoding="utf-8")
    code, _, err = run("check", files / "problem.json", files / "plan.json", capsys=capsys)
    assert code == 2
    assert err.startswith("problem.json")


def test_files_that_are_missing_or_cannot_be_written_are_named(files, capsys):
    code, _, err = run("check", files / "nowhere.json", files / "plan.json", capsys=capsys)
    assert (code, "nowhere.json" in err) == (2, True)
    code, _, err = run("solve", files / "problem.json", "--out", files / "plan.json" / "x.json", *SEARCH, capsys=capsys)
    assert (code, "plan.json" in err) == (2, True)
    code, _, err = run("plan", "--requests", "nowhere.csv", "--team", "t.csv", "--out", files / "o", capsys=capsys)
    assert (code, bool(err)) == (2, True)


@pytest.mark.parametrize(
    "words",
    [[], ["dance"], ["plan"], ["solve", "p.json"], ["solve", "p.json", "--out", "x", "--time-limit", "0"],
     ["solve", "p.json", "--out", "x", "--time-limit", "soon"], ["solve", "p.json", "--out", "x", "--workers", "0"],
     ["plan", "--requests", "r", "--team", "t", "--out", "o", "--day", "24/11"]],
)  # fmt: skip
def test_wrong_words_end_with_the_usage_and_code_2(words, capsys):
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_the_language_is_that_of_the_surroundings_unless_said(monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    assert language_of([]) == "en"
    monkeypatch.setenv("LANG", "sv_SE.UTF-8")
    assert language_of([]) == "sv"
    assert language_of(["--language", "en"]) == "en"
    assert language_of(["--language=en"]) == "en"
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert language_of([]) == "en"


def test_the_demo_fills_an_empty_database_once(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("FALTPLAN_VAR", str(tmp_path))
    code, out, _ = run("demo", "--day", "2026-11-24", capsys=capsys)
    assert (code, "Tue 24 November" in out) == (0, True)
    assert (tmp_path / "faltplan.sqlite").exists()
    code, _, err = run("demo", capsys=capsys)
    assert (code, "empty database" in err) == (2, True)


def test_accounts_are_made_listed_renewed_and_closed(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("FALTPLAN_VAR", str(tmp_path))
    code, out, err = run("user", "add", "Eva", "--name", "Eva E", "--role", "administrator", capsys=capsys)
    assert (code, err) == (0, "")
    assert "Account eva (administrator)" in out
    first = out.splitlines()[1].strip()
    run("user", "add", "olof", "--name", "Olof G", "--role", "manager", capsys=capsys)
    code, _, err = run("user", "unlink", "olof", capsys=capsys)
    assert (code, "olof is not linked to a sign-in service." in err) == (2, True)
    code, out, _ = run("user", "reset", "EVA", capsys=capsys)
    assert (code, out.splitlines()[1].strip() != first) == (0, True)
    code, out, _ = run("user", "deactivate", "olof", "--language", "sv", capsys=capsys)
    assert (code, out) == (0, "Stängt: olof.\n")
    code, out, _ = run("user", "list", capsys=capsys)
    assert [line.split()[0] for line in out.splitlines()] == ["eva", "olof"]
    assert out.splitlines()[1].endswith("closed")
    assert first not in out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["reset", "nobody"], "no account nobody"),
        (["add", "eva", "--name", "Eva", "--role", "technician"], "who in the team"),
        (["add", "eva", "--name", "Eva", "--role", "technician", "--technician", "T9"], "no technician T9"),
    ],
)
def test_an_account_that_cannot_be_is_the_inputs_fault(tmp_path, capsys, monkeypatch, words, says):
    monkeypatch.setenv("FALTPLAN_VAR", str(tmp_path))
    code, out, err = run("user", *words, capsys=capsys)
    assert (code, out, says in err) == (2, "", True)


def test_the_demo_is_closed_once_there_is_an_administrator(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("FALTPLAN_VAR", str(tmp_path))
    run("demo", "--day", "2026-11-24", capsys=capsys)
    assert run("user", "list", capsys=capsys)[1].count("demo") == 3
    code, _, err = run("user", "remove-demo", capsys=capsys)
    assert (code, "Some administrator" in err) == (2, True)
    run("user", "add", "eva", "--name", "Eva E", "--role", "administrator", capsys=capsys)
    code, out, _ = run("user", "remove-demo", capsys=capsys)
    assert (code, out) == (0, "Closed: anna, maria and olof.\n")
    assert run("user", "remove-demo", capsys=capsys)[1] == "There are no open demo accounts.\n"


def test_a_terminal_without_swedish_letters_gets_no_stack_trace(files):
    ascii_only = os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    words = [sys.executable, "-m", "planner", "check", files / "problem.json", files / "plan.json", "--language", "sv"]
    done = subprocess.run(words, cwd=ROOT, env=ascii_only, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_reader_that_leaves_early_gets_no_stack_trace(files):
    command = f"{sys.executable} -m planner check {files}/problem.json {files}/plan.json | true"
    done = subprocess.run(["/bin/sh", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr == ""


def test_a_file_of_another_version_is_refused(files, capsys):
    later = (files / "plan.json").read_text(encoding="utf-8").replace("faltplan-plan-1", "faltplan-plan-2")
    (files / "plan.json").write_text(later, encoding="utf-8")
    code, _, err = run("check", files / "problem.json", files / "plan.json", capsys=capsys)
    assert (code, "faltplan-plan-2" in err) == (2, True)


def test_plan_files_are_versioned(files):
    assert json.loads((files / "plan.json").read_text(encoding="utf-8"))["format"] == "faltplan-plan-1"
    assert json.loads((files / "problem.json").read_text(encoding="utf-8"))["format"] == "faltplan-problem-1"


def test_a_day_is_planned_by_regions_when_asked(files, capsys):
    words = ["solve", files / "problem.json", "--out", files / "out.json", *SEARCH, "--regions", "2"]
    code, _, _ = run(*words, capsys=capsys)
    found = loads(Plan, (files / "out.json").read_bytes())
    assert code == 0
    assert len(found.visit_stops) == 2
    assert found.unassigned == ()


def test_a_cluster_that_does_not_answer_is_a_service_that_failed(files, capsys, monkeypatch):
    monkeypatch.setattr("planner.solve.regions.on_cluster._WAIT_S", 0.3)
    words = ["solve", files / "problem.json", "--out", files / "out.json", "--cluster", "tcp://127.0.0.1:9"]
    code, _, err = run(*words, capsys=capsys)
    assert (code, err) == (3, "The cluster tcp://127.0.0.1:9 does not answer. Check the address and try again.\n")
