"""A refusal as a page for people, as JSON for programs."""

from flask import Flask

from dashboard.live.hub import StreamHub
from dashboard.services import Services
from data_access.domain.viewer import Duty
from tests.dashboard.people import logged_in

TOWN = "441900003"


def test_a_person_reads_a_page_about_a_refusal_and_a_program_the_reason(
    closed_app: tuple[Flask, StreamHub], services: Services
) -> None:
    head = logged_in(closed_app[0], services, Duty.VIEWER, (TOWN,), "head")
    opened = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    for language, words in (("zh", "无权查看此页"), ("en", "not open to you")):
        answer = head.get(f"/wall/?area=441900004&lang={language}", headers=opened)
        assert (answer.status_code, answer.mimetype) == (403, "text/html")
        assert words in answer.text
        assert "no-store" in answer.headers["Cache-Control"]
    asked = head.get("/wall/?area=441900004", headers={"Accept": "*/*"})
    assert (asked.status_code, asked.mimetype) == (403, "application/json")
    assert head.get("/wall/stream?area=441900004", headers=opened).mimetype == "application/json"
