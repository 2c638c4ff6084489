"""What customers and colleagues write in the demo: in Swedish in a Swedish demo, in English in an English one."""

import re
from datetime import timedelta

import pytest

from planner.desk.demo_org import read_organisation
from planner.desk.demo_requests import Demand, fresh
from planner.files import load_catalogue
from planner.model.language import texts
from tests.desk.firm import DAY

TELLTALE = {
    "sv": {"the", "of", "is", "are", "at", "and", "on", "with", "this", "from", "does", "not", "has", "by", "two"},
    "en": {"och", "är", "på", "till", "av", "det", "från", "med", "inte", "har", "ett", "ny", "två", "vid", "hos"},
}
"""Words that only the other language has."""


def written(language):
    """Every text somebody wrote, by where it stands: two weeks of requests and the people of the organisation."""
    organisation = read_organisation(day=DAY, seed=1, language=language)
    demand = Demand(organisation=organisation, catalogue=load_catalogue(), day=DAY, seed=1, language=language)
    days = [DAY - timedelta(days=number) for number in range(14) if (DAY - timedelta(days=number)).weekday() < 5]
    found = {("note", one.technician_id): one.note for one in organisation.team.technicians}
    found |= {("access", one.customer_id): one.access for one in organisation.customers}
    for request in (one for day in days for one in fresh(demand, day)):
        found["title", request.request_id] = request.title
        found["access", request.request_id] = request.access_notes
        found["description", request.request_id] = request.description
    found |= {("text", key): text[language] for key, text in texts().items() if key.startswith("demo.")}
    return found


@pytest.fixture(scope="module")
def both():
    return written("sv"), written("en")


def test_the_same_things_are_written_in_both_languages(both):
    swedish, english = both
    assert swedish.keys() == english.keys()
    assert {where for where, text in swedish.items() if not text} == {w for w, text in english.items() if not text}
    assert len({text for (kind, _), text in swedish.items() if kind == "title"}) > 30


def test_no_text_of_the_demo_is_left_in_the_other_language(both):
    swedish, english = both
    alike = {text for where, text in swedish.items() if len(text.split()) > 1 and text == english[where]}
    assert alike == set()


@pytest.mark.parametrize("language", ["sv", "en"])
def test_no_sentence_has_words_of_the_other_language(both, language):
    texts_of = both[0 if language == "sv" else 1].values()
    foreign = {one for one in texts_of if TELLTALE[language] & set(re.findall(r"\w+", one.lower()))}
    assert foreign == set()
