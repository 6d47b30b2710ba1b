"""Wires of the audit log: what its address asks for. Its links change the address, so it has no callbacks."""

import re

from dash import html
from dash.development.base_component import Component

from callbacks.review.desk import BadFilter, Desk
from callbacks.review.page import Address, Page
from data_access.domain.auditing import AuditAction
from data_access.domain.rights import LEAST_DUTY, Right
from layouts.review.people.audit import AuditChoice, audit_page
from layouts.review.states import problem_state

FULL = 100
"""Entries of a page."""
_DAY = 86_400


def render(desk: Desk, address: Address) -> Component:
    """The log, or that it is for those who answer for the whole city. Raises BadFilter."""
    choice = read_choice(address)
    people = desk.people
    since = None if choice.days is None else desk.now - choice.days * _DAY
    text = desk.view.text
    try:
        if people is None:
            raise PermissionError
        entries = people.audit(since=since, who=choice.who, action=choice.action, before=choice.before)
    except PermissionError:
        back = html.A(text("review.problem.to_overview"), href=desk.view.href(""), className="button")
        return problem_state(text, text("audit.of_the_city"), "/review/audit", back)
    return audit_page(entries, choice, desk.view, FULL)


def read_choice(address: Address) -> AuditChoice:
    """What an address asks for. Raises BadFilter."""
    given = address.parameters
    action, days, before = given.get("action"), given.get("days"), given.get("before")
    if action is not None and action not in tuple(AuditAction):
        raise BadFilter("action", f"action: {action[:40]}")
    if days is not None and not (days.isascii() and days.isdigit() and 0 < int(days[:5]) <= 3650):
        raise BadFilter("days", f"days: {days[:40]}")
    if before is not None and not re.fullmatch(r"\d{1,16}-\d{1,16}", before):
        raise BadFilter("before", f"before: {before[:40]}")
    return AuditChoice(
        None if days is None else int(days),
        given.get("who"),
        None if action is None else AuditAction(action),
        before,
    )


PAGE = Page("audit", "audit", render, duty=LEAST_DUTY[Right.AUDIT], in_navigation=False)
