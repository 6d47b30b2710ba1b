"""The frame around the pages of the review surface, through the app that `serve` makes."""

import json
import re

import pytest
from dash import html
from dash.development.base_component import ComponentRegistry
from flask import Flask
from flask.testing import FlaskClient

from callbacks.review.page import Page
from callbacks.review.pages import PAGES
from dashboard.apps.review import LIBRARIES
from dashboard.apps.surface import SurfaceDash
from data_access.store.accounts import Account
from tests.dashboard.conftest import csrf_of, log_in
from tests.dashboard.review_pages import open_page


@pytest.fixture
def leader(client: FlaskClient, account: Account) -> FlaskClient:
    """Somebody who is logged in."""
    assert log_in(client) == 303
    return client


def test_every_page_has_a_header_in_the_language_of_its_address(leader: FlaskClient) -> None:
    zh, en = (open_page(leader, search=f"?lang={language}") for language in ("zh", "en"))
    assert "研判复盘" in json.dumps(zh, ensure_ascii=False)
    assert zh["title"]["data"] == "研判复盘 · 东莞市 · 智网"
    assert en["title"]["data"] == "Review · Dongguan · Zhiwang"
    assert "退出" not in json.dumps(en, ensure_ascii=False)


def test_the_header_says_who_is_logged_in_and_lets_go(leader: FlaskClient) -> None:
    shown = json.dumps(open_page(leader))
    assert '"zhang"' in shown
    token = csrf_of(leader.get("/login").text)
    assert f'"{token}"' in shown
    leader.post("/logout", data={"csrf": token})
    assert leader.get("/review/").status_code == 302


@pytest.mark.parametrize("path", ["nothing", "nothing/here", "nothing/%3Cscript%3E"])
def test_an_address_without_a_page_says_so_and_leads_on(path: str, leader: FlaskClient) -> None:
    shown = json.dumps(open_page(leader, path), ensure_ascii=False)
    assert "没有这个页面" in shown
    assert '"/review/?lang=zh"' in shown


def test_a_lost_login_gets_a_status_that_browser_code_understands(client: FlaskClient) -> None:
    answer = client.post("/review/_dash-update-component", json={})
    assert answer.status_code == 401


def test_the_document_wears_the_theme_of_the_cookie(leader: FlaskClient) -> None:
    assert 'data-theme="light"' in leader.get("/review/").text
    leader.set_cookie("zhiwang-theme", "dark", path="/review/")
    assert 'data-theme="dark"' in leader.get("/review/").text
    leader.set_cookie("zhiwang-theme", '"><script>', path="/review/")
    assert 'data-theme="light"' in leader.get("/review/").text


def test_the_wall_loads_none_of_the_scripts_of_review(leader: FlaskClient) -> None:
    def scripts(path: str) -> set[str]:
        return set(re.findall(r"_dash-component-suites/(\w+)/", leader.get(path).text))

    assert scripts("/wall/") == {"dash", "dash_leaflet", "dash_svg"}
    assert scripts("/review/") == {"dash", *LIBRARIES}


def test_parts_that_need_a_licence_are_not_served() -> None:
    app = SurfaceDash("grid", Flask("grid"), libraries=["dash_ag_grid"])
    app.layout = html.Div()
    client = app.server.test_client()
    assert "dash_ag_grid" in client.get("/grid/").text
    folder = "/grid/_dash-component-suites/dash_ag_grid"
    assert client.get(f"{folder}/async-community.js").status_code == 200
    assert client.get(f"{folder}/async-enterprise.js").status_code >= 400


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_names_the_libraries_that_it_is_made_of(page: Page, leader: FlaskClient) -> None:
    used = set(re.findall(r'"namespace": ?"(\w+)"', json.dumps(open_page(leader, page.path))))
    packages = {ComponentRegistry.namespace_to_package[namespace] for namespace in used}
    assert packages <= {"dash", *LIBRARIES, *page.libraries}


def test_scripts_need_no_inline_permission_and_no_eval(leader: FlaskClient) -> None:
    policy = leader.get("/review/").headers["Content-Security-Policy"]
    allowed = policy.split("script-src")[1].split(";")[0]
    assert "unsafe" not in allowed
