"""The benchmark's days are the same for the same seed, and files the product reads without a complaint."""

import pytest

from benchmarks.__main__ import NAMES, main
from benchmarks.frame import table
from benchmarks.school_day import DAY, read_sites, scattered_sites, write_day
from planner.files import read_requests, read_team
from planner.geocode import check_position

SITES = scattered_sites(50)


def test_the_same_seed_draws_the_same_day(tmp_path):
    one, two, other = (
        write_day(tmp_path / name, SITES, requests=20, technicians=4, seed=seed)
        for name, seed in (("a", 1), ("b", 1), ("c", 2))
    )
    assert [file.read_bytes() for file in one] == [file.read_bytes() for file in two]
    assert [file.read_bytes() for file in one] != [file.read_bytes() for file in other]


def test_the_product_reads_what_is_drawn(tmp_path):
    asked, staff = write_day(tmp_path, SITES, requests=120, technicians=15, seed=1)
    requests, team = read_requests(asked), read_team(staff)
    assert (len(requests), len(team.technicians)) == (120, 15)
    assert {window.hard for request in requests for window in request.time_windows} == {True, False}
    assert {request.earliest_date for request in requests} == {DAY}
    assert len({request.priority for request in requests}) == 5
    assert any(not request.needs_visit for request in requests)
    assert all(technician.skills and technician.patterns for technician in team.technicians)
    assert any(not technician.licence.allows(DAY) for technician in team.technicians)


def test_sites_can_come_from_a_file_or_its_folder(tmp_path):
    file = tmp_path / "stockholm_school_sites.csv"
    file.write_text(
        "markerid,title,type,adress,postalnumber,postaltown,lat,lng\n"
        "X1,Skolan,Skola,Vägen 1,163 70,Spånga,59.39,17.92\n",
        encoding="utf-8",
    )
    (site,) = read_sites(file)
    assert (site.name, site.city, site.lat) == ("Skolan", "Spånga", 59.39)
    assert read_sites(tmp_path) == (site,)


def test_invented_sites_lie_in_sweden():
    assert not [site for site in scattered_sites(600) if check_position(site.lat, site.lon)]


def test_an_unknown_benchmark_is_refused_with_the_names_there_are(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["nothing"])
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert [name for name in NAMES if name not in said] == []


def test_figures_stand_under_each_other():
    assert table(("case", "s"), (("a", "1.0"), ("long", "10.0"))).splitlines() == [
        "case     s",
        "----  ----",
        "a      1.0",
        "long  10.0",
    ]
