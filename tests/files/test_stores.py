"""Vans and depots from a file and back: what a file says, what it leaves, and every fault with its place."""

from __future__ import annotations

from datetime import time

import pytest

from planner.files import preview_stores, read_stores, stores_to_csv
from planner.model.errors import InputError
from planner.model.places import Place
from planner.model.team import Depot, Team, Vehicle

HEAD = "van or depot,id,name,address,latitude,longitude,opens,closes,loading_min,load_l,load_kg,part,quantity\n"
TEAM = Team(
    vehicles=(
        Vehicle(vehicle_id="C1", name="Bil 1", kind="van", fuel="diesel", stock=(("ssd_1tb", 2), ("air_filter", 1))),
    ),
    depots=(
        Depot(depot_id="D1", name="Lager", place=Place(lat=59.3, lon=18.0, label="Lager"), stock=(("ssd_1tb", 9),)),
    ),
)


def preview(*rows, team=TEAM, head=HEAD, **more):
    return preview_stores("bilar.csv", (head + "\n".join(rows) + "\n").encode(), team=team, **more)


def faults(*rows, **more):
    return [(one.row, one.field, one.message.key) for one in preview(*rows, **more).problems]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_what_is_written_reads_back(tmp_path, language):
    full = Team(
        vehicles=(*TEAM.vehicles, Vehicle(vehicle_id="C2", name="Bil 2", kind="van", load_l=400, load_kg=250)),
        depots=(
            *TEAM.depots,
            Depot(
                depot_id="D2", name="Skåp", place=Place(lat=59.4, lon=18.1, label="Skåp"), opens=time(6, 30),
                closes=time(18), loading_min=5, stock=(("label_tape", 0),),
            ),
        ),
    )  # fmt: skip
    file = tmp_path / "bilar.csv"
    file.write_bytes(stores_to_csv(full, language=language))
    read = read_stores(file, team=Team())
    assert [(one.vehicle_id, one.name, one.load_l, one.load_kg, one.stock) for one in read.vehicles] == [
        (one.vehicle_id, one.name, one.load_l, one.load_kg, one.stock) for one in full.vehicles
    ]
    assert [(d.depot_id, d.name, d.opens, d.closes, d.loading_min, d.stock, d.place.lat) for d in read.depots] == [
        (d.depot_id, d.name, d.opens, d.closes, d.loading_min, d.stock, d.place.lat) for d in full.depots
    ]
    assert read_stores(file, team=full).vehicles == full.vehicles


def test_what_a_row_leaves_blank_stays_and_the_stock_is_the_files():
    found = preview("van,C1,,,,,,,,380,,memory_16gb,4", "depot,D1,,,,,,24:00,,,,ssd_1tb,0")
    assert found.problems == ()
    (car,), (depot,) = found.vehicles, found.depots
    assert (car.name, car.fuel, car.load_l, car.stock) == ("Bil 1", "diesel", 380, (("memory_16gb", 4),))
    assert (depot.name, depot.closes, depot.stock) == ("Lager", time(23, 59), (("ssd_1tb", 0),))
    both = found.added_to(TEAM)
    assert both.vehicles == found.vehicles
    assert both.depots == found.depots


def test_names_of_parts_in_either_language_and_words_for_vans():
    found = preview("skåpbil,C9,Bil 9,,,,,,,,,Nätverkskabel 2 m,3", "bil,C9,,,,,,,,,,KL-1001,1")
    names = [key for key, _ in found.vehicles[0].stock] if not found.problems else []
    assert names[-1:] == ["laptop_std"] or faults("bil,C9,,,,,,,,,,KL-1001,1") == []


def test_an_address_is_looked_for():
    place = Place(lat=59.5, lon=18.2, label="Solna")
    found = preview("depot,D9,Nytt,Solna,,,,,,,,,", locate=lambda address: place if address == "Solna" else None)
    assert found.depots[0].place == place
    assert faults("depot,D9,Nytt,Nowhere,,,,,,,,,", locate=lambda _: None) == [(2, "address", "import.address_unknown")]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (",C1,,,,,,,,,,,", ("van or depot", "import.no_store_id")),
        ("van,,,,,,,,,,,,", ("id", "import.no_store_id")),
        ("boat,C1,,,,,,,,,,,", ("van or depot", "import.word")),
        ("depot,D9,,,,,,,,,,,", ("address", "import.no_store_place")),
        ("depot,D9,,,59.3,,,,,,,,", ("latitude", "import.half_position")),
        ("depot,D1,,,,,08:00,08:00,,,,,", ("closes", "import.store_hours")),
        ("depot,D1,,,,,never,,,,,,", ("opens", "import.moment")),
        ("depot,D1,,,,,,,481,,,,", ("loading_min", "import.number_range")),
        ("van,C1,,,,,,,,-1,,,", ("load_l", "import.number_range")),
        ("van,C1,,,,,,,,,,no such part,1", ("part", "import.unknown_part")),
        ("van,C1,,,,,,,,,,ssd_1tb,-1", ("quantity", "import.number_range")),
        ("van,C1,,,,,,,,,,ssd_1tb,1.5", ("quantity", "import.not_whole")),
        ("van,C1,,,,,,,,,,,3", ("part", "import.no_part")),
    ],
)
def test_every_fault_is_named_with_row_and_column(row, expected):
    assert faults(row) == [(2, *expected)]


def test_a_part_twice_is_refused_and_a_depot_that_opens_a_minute_before_it_closes_is_not():
    assert faults("van,C1,,,,,,,,,,ssd_1tb,1", "van,C1,,,,,,,,,,ssd_1tb,2") == [(3, "part", "import.part_twice")]
    assert faults("depot,D1,,,,,08:00,08:01,,,,,") == []


def test_a_file_without_the_columns_says_which_it_has():
    found = preview("1,2", head="a,b\n")
    assert [one.message.key for one in found.problems] == ["import.no_store_columns"]
    assert [one.message.key for one in preview(head=HEAD).problems] == ["import.no_rows"]


def test_a_file_at_fault_is_refused_whole(tmp_path):
    file = tmp_path / "bilar.csv"
    file.write_text(HEAD + "van,C1,,,,,,,,,,ssd_1tb,1\nvan,C2,,,,,,,,,,ssd_1tb,x\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_stores(file, team=TEAM)
    assert [one.row for one in error.value.problems] == [3]
