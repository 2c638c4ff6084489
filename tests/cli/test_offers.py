"""``offers``: times for a caller, from files; exit code 1 where there is none, 2 where the input is at fault."""

from pathlib import Path

import pytest

from planner.cli import main
from planner.model.codec import dumps
from planner.planning import baseline, build_from_files
from tests.planning.factory import DAY

DEMO = Path(__file__).resolve().parents[2] / "data" / "demo"
FILES = ["--requests", str(DEMO / "requests.csv"), "--team", str(DEMO / "team.csv")]
WORK = ["--job-type", "printer_fault"]


def run(*words, capsys):
    code = main(["offers", *FILES, *(str(word) for word in words)])
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    """The demo's day, planned one request after the other."""
    built = build_from_files(DEMO / "requests.csv", DEMO / "team.csv", day=DAY)
    path = tmp_path_factory.mktemp("plan") / "plan.json"
    path.write_text(dumps(baseline(built.problem)), encoding="utf-8")
    return path


def test_a_table_says_day_time_technician_price_and_why(plan, capsys):
    code, out, err = run(
        *WORK, "--address", "Kvarngatan 14, Kista", "--plan", plan, "--days", 1, "--most", 2, capsys=capsys
    )
    assert (code, err) == (0, "")
    heading, first, why, terms, *_ = out.splitlines()
    assert heading.split() == ["Day", "Time", "Technician", "Price", "Drive", "Distance"]
    assert first.startswith("Tue 24 November")
    assert why.strip().endswith(".")
    assert "Drive time" in terms
    assert sum(line.startswith("Tue") for line in out.splitlines()) == 2


def test_the_same_in_swedish(plan, capsys):
    code, out, _ = run(*WORK, "--language", "sv", "--at", "59.405,17.95", "--plan", plan, "--days", 1, capsys=capsys)
    assert code == 0
    assert out.startswith("Dag")
    assert "tis 24 november" in out


def test_no_time_is_said_with_its_reason_and_code_1(plan, capsys):
    words = ["--at", "59.405,17.95", "--plan", plan, "--days", 1]
    code, out, err = run(*WORK, *words, "--minutes", 700, capsys=capsys)
    assert (code, err) == (1, "")
    assert out.startswith("Tue 24 November: ")
    assert run(*WORK, *words, "--minutes", 30, capsys=capsys)[0] == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--job-type", "nonsense", "--at", "59.4,17.9"], "no job type nonsense"),
        ([*WORK, "--at", "59.4,17.9", "--opens", "15:00"], "no room"),
        ([*WORK, "--at", "59.4,17.9", "--plan", "nowhere.json"], "nowhere.json"),
    ],
)
def test_wrong_input_is_code_2_and_says_what_is_wrong(words, said, capsys):
    code, out, err = run(*words, capsys=capsys)
    assert (code, out) == (2, "")
    assert said in err


def test_where_is_a_must(capsys):
    with pytest.raises(SystemExit) as ended:
        run(*WORK, capsys=capsys)
    assert ended.value.code == 2
