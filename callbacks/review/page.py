"""What a page of the review surface is to the shell."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote

from dash import Dash, Input
from dash.development.base_component import Component

from callbacks.review.desk import Desk, Desks
from data_access.domain.viewer import Duty
from layouts.review.ids import SEARCHED
from layouts.review.view import PREFIX


@dataclass(frozen=True, slots=True)
class Address:
    """Where a page is opened."""

    name: str
    """First part of the path below the surface, "" for the overview."""
    rest: str = ""
    """What follows it, decoded: the id of a case, for one."""
    search: str = ""
    """Query string, with "?" unless it is empty."""

    @classmethod
    def read(cls, pathname: str | None, search: str | None) -> "Address":
        """The address of a location."""
        path = (pathname or PREFIX).removeprefix(PREFIX.rstrip("/")).strip("/")
        name, _, rest = path.partition("/")
        return cls(name, unquote(rest), search or "")

    @property
    def parameters(self) -> dict[str, str]:
        """The query string by name; of a name that comes twice the last one."""
        return dict(parse_qsl(self.search.removeprefix("?"), keep_blank_values=False))


def searched(name: str) -> Input:
    """What fires when the query string changes while a page is open, and on no other page.

    The address itself would call the callbacks of all pages, whose outputs only one page has.
    """
    return Input(f"{SEARCHED}{name}", "data")


@dataclass(frozen=True, slots=True)
class Page:
    """A page: one line in `pages.PAGES` opens it."""

    name: str
    """Key of its title, `review.page.NAME`, and its class in the sheets."""
    path: str
    """First part of its path below the surface: "" is `/review/`, "cases" all of `/review/cases`."""
    render: Callable[[Desk, Address], Component]
    """The page with its figures, so that opening it is one request."""
    register: Callable[[Dash, Desks], None] = lambda app, desks: None
    """Connects what it does afterwards; its callbacks leave other pages' addresses alone."""
    duty: Duty = Duty.VIEWER
    """Lowest duty that opens it."""
    in_navigation: bool = True
    libraries: tuple[str, ...] = ()
    """Component libraries that only this page needs: a link from a page without them loads a document."""
