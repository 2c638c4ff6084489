"""Examples of calls that change something, as in `tests.desk.mutations`: vans and depots, sites, hotels."""

from planner.desk import hotels, receive, sites, stores, unsettled
from planner.model.places import Place
from planner.model.request import Request
from planner.model.sites import Site
from planner.model.team import Depot, Hotel, Vehicle
from tests.desk.firm import DANA


def _nothing(_desk):
    pass


def save_site(desk):
    sites.save_site(desk, DANA, Site(site_id="S1", name="Sjöviks Tryck"))


def change_site(desk):
    (one,) = sites.list_sites(desk, DANA)
    sites.save_site(desk, DANA, one.replace(name="Sjöviks nya tryckeri"))


def remove_site(desk):
    (one,) = sites.list_sites(desk, DANA)
    sites.remove_site(desk, DANA, one)


def import_sites(desk):
    sites.import_sites(desk, DANA, "s.csv", b"site_id;opening hours\nS2;1-5 07-16\n")


def vague_request(desk):
    sites.save_site(desk, DANA, Site(site_id="S9"))
    receive.add_request(desk, DANA, Request(request_id="V1", title="Skrivare", site_id="S9", city="Kista"))


def settle_place(desk):
    (one,) = unsettled.list_unsettled(desk, DANA)
    unsettled.settle_place(desk, DANA, one, Place(lat=59.4, lon=17.95, source="person"))


def save_vehicle(desk):
    stores.save_vehicle(desk, DANA, Vehicle(vehicle_id="C1", name="Bil 1", stock=(("ssd_1tb", 2),)))


def save_depot(desk):
    stores.save_depot(desk, DANA, Depot(depot_id="D1", name="Lager", place=Place(lat=59.3, lon=18.0)))


def import_stores(desk):
    stores.import_stores(desk, DANA, "bilar.csv", b"kind,id,part,quantity\nvan,C2,ssd_1tb,2\n")


def save_hotels(desk):
    here = Place(lat=59.86, lon=17.64, label="Uppsala")
    hotels.save_hotels(desk, DANA, (Hotel(hotel_id="H1", name="Hotell", place=here, night_ore=120_000),), version=0)


OF_PLACES = {
    "sites.save_site": (save_site, change_site, ("site", "S1"), DANA),
    "sites.remove_site": (save_site, remove_site, ("site", "S1"), DANA),
    "sites.import_sites": (_nothing, import_sites, ("site", "S2"), DANA),
    "unsettled.settle_place": (vague_request, settle_place, ("site", "S9"), DANA),
    "stores.save_vehicle": (_nothing, save_vehicle, ("vehicle", "C1"), DANA),
    "stores.save_depot": (_nothing, save_depot, ("depot", "D1"), DANA),
    "stores.import_stores": (_nothing, import_stores, ("vehicle", "C2"), DANA),
    "hotels.save_hotels": (_nothing, save_hotels, ("setting", "hotels"), DANA),
}
