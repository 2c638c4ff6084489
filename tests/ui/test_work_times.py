"""Standard times in the settings: looked at, taken over, given back."""

from __future__ import annotations

from datetime import timedelta

from streamlit.testing.v1 import AppTest

from planner.desk import Desk
from planner.desk import work_times as desk_times
from planner.desk.work_times import CustomerProposal, LearnedWork, Proposal, StoredWorkTimes
from planner.model.work_times import CustomerTime, WorkTime, WorkTimes
from planner.report.learning import Learned
from planner.report.rates import Rate
from tests.desk.firm import DANA


def card(*, may_edit: bool = True) -> AppTest:
    """The section of the settings alone."""

    def script(may_edit: bool) -> None:
        from planner.model.event import Actor
        from planner.model.words import Role
        from planner.ui.work_times_form import work_times_card

        work_times_card(Actor(actor_id="x", name="X", role=Role.DISPATCHER), may_edit=may_edit)

    return AppTest.from_function(script, kwargs={"may_edit": may_edit}, default_timeout=60).run()


def proposal(job: str, now: int, proposed: int) -> Proposal:
    learned = Learned(group=job, count=25, own=proposed / now, factor=proposed / now, sigma=0.3, credibility=0.8)
    return Proposal(
        job_type_id=job, now=(now, now + 20), learned=learned, proposed=(proposed, proposed + 30), since=None
    )


def test_without_reports_it_says_how_they_come_about(nothing: Desk) -> None:
    at = card().button(key="work-look").click().run()
    assert not at.exception
    assert "Min dag" in at.info[0].value
    assert not [one for one in at.button if one.key == "work-use"]


def test_what_differs_by_a_tenth_is_chosen_and_taken_over_and_given_back(nothing: Desk) -> None:
    at = card()
    today = nothing.today()
    at.session_state["learned-work"] = LearnedWork(
        first=today - timedelta(days=365), last=today, stored=StoredWorkTimes(times=WorkTimes(), version=0),
        proposals=(proposal("printer_fault", 50, 55), proposal("server_install", 210, 230)),
    )  # fmt: skip
    at.run()
    assert not at.exception
    assert at.dataframe[0].value["Rapporter"].tolist() == [25, 25]
    assert at.multiselect(key="work-choose-0").value == ["printer_fault"]
    at.button(key="work-use").click().run()
    assert not at.exception
    stored = desk_times.get_work_times(nothing, DANA).times.by_job_type
    new = WorkTime(job_type_id="printer_fault", service_min=55, service_p80_min=85, since=today)
    assert stored == {"printer_fault": new}
    # It was of the times as they were: after that it is looked at anew.
    assert not [one for one in at.button if one.key == "work-use"]
    at.multiselect(key="work-back-1").set_value(["printer_fault"]).run()
    at.button(key="work-give-back").click().run()
    assert not at.exception
    assert desk_times.get_work_times(nothing, DANA).times == WorkTimes()


def test_a_manager_reads_them_and_finds_no_button(nothing: Desk) -> None:
    new = WorkTime(job_type_id="printer_fault", service_min=55, service_p80_min=85, since=nothing.today())
    times = WorkTimes(times=(new,))
    desk_times.save_work_times(nothing, DANA, times, version=0)
    at = card(may_edit=False)
    assert not at.exception
    assert len(at.dataframe[0].value) == 1
    assert not at.button


def test_customers_are_taken_over_and_given_back_and_rates_stand_below(nothing: Desk) -> None:
    at, today = card(), nothing.today()
    told = (("Sjöviks Tryck", 130), ("Lindens Vård", 95))
    at.session_state["learned-work"] = LearnedWork(
        first=today - timedelta(days=365), last=today, stored=StoredWorkTimes(times=WorkTimes(), version=0),
        proposals=(),
        customers=tuple(
            CustomerProposal(
                customer=name, now=100, proposed=percent, p80=percent + 30, since=None,
                learned=Learned(
                    group=name, count=12, own=percent / 100, factor=percent / 100, sigma=0.3, credibility=0.6
                ),
            )
            for name, percent in told
        ),
        by_job_type=(
            Rate(group="printer_fault", no_access=(2, 20), overrun=(5, 18)),
            Rate(group="", no_access=(1, 3), overrun=(0, 2)),
        ),
        by_customer=(Rate(group="Sjöviks Tryck", no_access=(0, 12), overrun=(9, 12)),),
    )  # fmt: skip
    at.run()
    assert not at.exception
    customers, types, rates = (one.value for one in at.dataframe)
    assert customers["Förslag"].tolist() == ["+30 %, åtta av tio inom +60 %", "−5 %, åtta av tio inom +25 %"]
    assert types["Stängd dörr"].tolist() == ["2 av 20 (10\u00a0%)", "1 av 3"]  # of three no share is told
    assert types["Ärendetyp"].tolist()[1] == "Övriga"
    assert rates["Längre än planerat"].tolist() == ["9 av 12 (75\u00a0%)"]
    assert at.multiselect(key="customer-choose-0").value == ["Sjöviks Tryck"]
    at.button(key="work-use").click().run()
    assert not at.exception
    new = CustomerTime(customer="Sjöviks Tryck", percent=130, since=today)
    assert desk_times.get_work_times(nothing, DANA).times.customers == (new,)
    at.multiselect(key="customer-back-1").set_value(["Sjöviks Tryck"]).run()
    at.button(key="customer-give-back").click().run()
    assert not at.exception
    assert desk_times.get_work_times(nothing, DANA).times == WorkTimes()
