"""Wires of the evaluation page: the address chooses, one callback draws, every deed draws again."""

from collections.abc import Callable, Sequence
from typing import Any

from dash import ALL, ClientsideFunction, Dash, Input, Output, State, ctx, no_update
from dash.development.base_component import Component

from callbacks.review.desk import BadFilter, Desk, Desks
from callbacks.review.evaluation_desk import EvaluationDesk, Refused
from callbacks.review.page import Address, Page
from data_access.domain.period import months_earlier, next_month
from layouts.evaluation.sentence import title_of
from layouts.review.evaluation.appeals import appeals_tab
from layouts.review.evaluation.choice import BadChoice, Choice
from layouts.review.evaluation.drawer import drawer
from layouts.review.evaluation.external import external_tab
from layouts.review.evaluation.ids import CHOOSE, RULE, STEP, TAKE, WHY
from layouts.review.evaluation.ids import EvaluationIds as E
from layouts.review.evaluation.page import body, evaluation_page, ranking_tab, versus_tab
from layouts.review.evaluation.ranks import rank_chart
from layouts.review.evaluation.trial import trial_tab
from layouts.review.evaluation.versus import revisions_tab, versus_table, versus_words
from layouts.review.ids import Ids, searched

Deed = Callable[[EvaluationDesk, Choice], str]
"""Does something and gives the key of the words that say so."""


def render(desk: Desk, address: Address) -> Component:
    """The page with its figures. Raises BadFilter."""
    return evaluation_page(desk.view, draw(desk, address.search), desk.csrf(), _last_month(desk))


def draw(desk: Desk, search: str) -> list[Component]:
    """Everything that an address or a deed changes. Raises BadFilter."""
    try:
        choice = Choice.read(search, _last_month(desk))
        return _draw(desk, _evaluations(desk), choice)
    except BadChoice as error:
        raise BadFilter(error.name, str(error)) from error
    except Refused as error:
        raise BadFilter("evaluation", str(error)) from error


def _draw(desk: Desk, evaluations: EvaluationDesk, choice: Choice) -> list[Component]:
    view, table, schemes = desk.view, evaluations.table(choice), evaluations.schemes()
    side: Sequence[Component] = ()
    focused = choice.focus in table["labels"]
    history = evaluations.history(choice) if focused or choice.tab == "ranking" else None
    if focused:
        signed = evaluations.signed_ranks(choice, history["months"]) if history else {}
        course = rank_chart(view, choice, history, signed)
        why, notes = evaluations.why(choice), evaluations.notes(choice)
        side = drawer(view, choice, why, table["grades"], notes, course)
    may = evaluations.may_evaluate
    return body(
        view, choice, table, _main(desk, evaluations, choice, table, schemes, history), side,
        months=evaluations.months(), schemes=schemes, may_freeze=may,
    )  # fmt: skip


def _main(
    desk: Desk, evaluations: EvaluationDesk, choice: Choice, table: Any, schemes: Sequence[Any], history: Any
) -> list[Component]:
    view, may = desk.view, evaluations.may_evaluate
    if choice.tab == "appeals":
        return [appeals_tab(view, choice, evaluations.appeals(choice))]
    if choice.tab == "external":
        found = evaluations.external(choice)
        return [external_tab(view, choice, found, table["labels"], may_enter=may)]
    if choice.tab == "trial":
        following = next_month(desk.today.replace(day=1))
        return [trial_tab(view, choice, evaluations.trial(choice), f"{following:%Y-%m}", may_save=may)]
    titles = {name: title_of(view.text, one) for name, one in evaluations.titles(choice).items()}
    if choice.tab == "versus":
        if not choice.against:
            return [versus_tab(view, choice, schemes, [], "")]
        found = evaluations.versus(choice)
        content = [versus_table(view, choice, found, titles)]
        return [versus_tab(view, choice, schemes, content, versus_words(view, found))]
    if choice.tab == "revisions":
        changed = evaluations.revisions(choice) if table["frozen"] else ()
        return [revisions_tab(view, choice, table["frozen"], changed, table["labels"], titles)]
    return ranking_tab(view, choice, table, history)


def register(app: Dash, desks: Desks) -> None:
    """Connect the address, the controls that write it, and every deed."""

    @app.callback(
        Output(E.BODY, "children"),
        Input(searched("evaluation"), "data"),
        Input(E.TURN, "data"),
        State(Ids.URL, "search"),
        State(Ids.URL, "pathname"),
        prevent_initial_call=True,
    )
    def _show(_changed: str | None, _turn: int | None, search: str | None, pathname: str | None) -> Any:
        if Address.read(pathname, search).name != PAGE.path:
            return no_update
        return draw(desks(search), search or "")

    app.clientside_callback(
        ClientsideFunction("review", "evaluationControls"),
        Output(Ids.URL, "search", allow_duplicate=True),
        Input({"type": CHOOSE, "index": ALL}, "value"),
        State({"type": CHOOSE, "index": ALL}, "id"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("review", "evaluationRules"),
        Output(Ids.URL, "search", allow_duplicate=True),
        Input({"type": RULE, "index": ALL}, "value"),
        State({"type": RULE, "index": ALL}, "id"),
        State(E.RULES, "data"),
        prevent_initial_call=True,
    )
    _deeds(app, desks)


def _deeds(app: Dash, desks: Desks) -> None:
    def connect(button: Any, states: Sequence[State], read: Callable[..., Deed | None]) -> None:
        @app.callback(
            Output(E.SAID, "children", allow_duplicate=True),
            Output(E.TURN, "data", allow_duplicate=True),
            Input(button, "n_clicks"),
            State(Ids.URL, "search"),
            State(E.TOKEN, "data"),
            State(E.TURN, "data"),
            *states,
            prevent_initial_call=True,
        )
        def _do(
            clicks: Any, search: str | None, token: str | None, turn: int | None, *values: Any
        ) -> tuple[Any, Any]:
            if not (any(clicks) if isinstance(clicks, list) else clicks):
                return no_update, no_update
            deed = read(ctx.triggered_id, *values)
            return (no_update, no_update) if deed is None else do(desks(search), search, token, turn, deed)

    def value(identity: str) -> State:
        return State(identity, "value")

    fields = [value(one) for one in (E.CODE, E.INDICATOR, E.NUMERATOR, E.DENOMINATOR, E.ENTRY_NOTE)]
    connect(E.ENTER, fields, lambda _, *given: entering(*given))
    connect({"type": TAKE, "index": ALL}, [], lambda which: taking(which["index"]))
    connect(E.RAISE, [value(E.CASE), value(E.REASON)], lambda _, case, why: stepping("raise", case, why))
    reasons = [State({"type": WHY, "index": ALL}, part) for part in ("value", "id")]
    connect({"type": STEP, "index": ALL}, reasons, _decided)
    connect(E.ADD_NOTE, [value(E.NOTE)], lambda _, text: noting(text))
    connect(E.FREEZE, [], lambda _: freezing)
    connect(E.SAVE, [value(E.VERSION), value(E.SINCE)], lambda _, version, since: saving(version, since))


def do(desk: Desk, search: str | None, token: str | None, turn: int | None, deed: Deed) -> tuple[str, Any]:
    """Do something and say so; what is refused is said, and nothing is drawn anew."""
    text = desk.view.text
    if not token or token != desk.csrf():
        return text("evaluation.said.stale"), no_update
    try:
        choice = Choice.read(search or "", _last_month(desk))
        said = text(deed(_evaluations(desk), choice))
    except (Refused, BadChoice) as error:
        return text("evaluation.said.refused", reason=str(error)), no_update
    return said, (turn or 0) + 1


def entering(code: Any, indicator: Any, numerator: Any, denominator: Any, note: Any) -> Deed:
    """Keep an external value."""

    def deed(evaluations: EvaluationDesk, choice: Choice) -> str:
        if not code or not indicator:
            raise Refused("choose who the value is about, and which value it is")
        texts = [str(each or "").strip() for each in (numerator, denominator)]
        if not all(text.isascii() and text.isdigit() for text in texts):
            raise Refused("both counts must be whole numbers")
        evaluations.enter(choice, code, indicator, (int(texts[0]), int(texts[1])), note or "")
        return "evaluation.said.entered"

    return deed


def taking(index: str) -> Deed:
    """Take an external value back."""

    def deed(evaluations: EvaluationDesk, choice: Choice) -> str:
        code, _, indicator = index.rpartition("|")
        evaluations.enter(choice, code, indicator, None, "")
        return "evaluation.said.taken"

    return deed


def stepping(step: str, case: Any, reason: Any) -> Deed:
    """Take a step of an appeal."""

    def deed(evaluations: EvaluationDesk, choice: Choice) -> str:
        evaluations.step(choice, str(case or ""), step, str(reason or ""))
        return f"evaluation.said.{step}"

    return deed


def _decided(which: Any, reasons: Sequence[Any], ids: Sequence[Any]) -> Deed | None:
    step, _, case = which["index"].partition("|")
    reason = next((said for said, one in zip(reasons, ids, strict=True) if one["index"] == case), "")
    return stepping(step, case, reason)


def noting(words: Any) -> Deed:
    """Keep a note."""

    def deed(evaluations: EvaluationDesk, choice: Choice) -> str:
        evaluations.note(choice, str(words or ""))
        return "evaluation.said.noted"

    return deed


def freezing(evaluations: EvaluationDesk, choice: Choice) -> str:
    """Sign the month."""
    evaluations.freeze(choice)
    return "evaluation.said.frozen"


def saving(version: Any, since: Any) -> Deed:
    """Save the scheme that is tried."""

    def deed(evaluations: EvaluationDesk, choice: Choice) -> str:
        evaluations.save(choice, str(version or "").strip(), str(since or "").strip())
        return "evaluation.said.saved"

    return deed


def evaluated(desk: Desk, search: str) -> tuple[Choice, Any]:
    """What an address chooses, and the whole evaluation as `zhiwang evaluate` has it. Raises BadFilter."""
    try:
        choice = Choice.read(search, _last_month(desk))
        return choice, _evaluations(desk).answer(choice)
    except BadChoice as error:
        raise BadFilter(error.name, str(error)) from error
    except Refused as error:
        raise BadFilter("evaluation", str(error)) from error


def _evaluations(desk: Desk) -> EvaluationDesk:
    if desk.evaluation is None:
        raise Refused("there are no evaluations here")
    return desk.evaluation


def _last_month(desk: Desk) -> str:
    """The last month that is over: the running one says little until its end."""
    return f"{months_earlier(desk.today.replace(day=1), 1):%Y-%m}"


PAGE = Page("evaluation", "evaluation", render, register)
