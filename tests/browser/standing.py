"""A wall that stands while the tests of a module run: one server, and one page, brought back for each."""

from playwright.sync_api import Browser, Page, TimeoutError, ViewportSize

from tests.browser.wall_server import WallServer
from tests.waiting import PATIENCE

OVERVIEW = ("#hours .main-svg", ".leaflet-image-layer[src^='blob:']")
"""What the overview has drawn last."""
SIZE: ViewportSize = {"width": 1920, "height": 1080}
BACK = """(number) => {
  if (window.standing !== true || zhiwang.stream.number() !== number) return false;
  zhiwang.closeup.reset();
  return true;
}"""
"""Whether the page is the one that was opened, at the snapshot that the server shows."""


BACK_MS = 10_000
"""After so long a page that has not come back is opened anew."""


class Standing:
    """Opens walls of one server; what stands on their consoles fails the test that caused it.

    Opening a page takes seconds, so a page that already shows what a test asks for is only brought back: the
    server's fields, its snapshot, the size. What a snapshot does not bring back (a setting of the page,
    changed functions, a page that loads itself anew) needs a page of its own: `anew`, or a `script`.
    """

    def __init__(self, browser: Browser, server: WallServer) -> None:
        self.server = server
        self.trouble: list[str] = []
        self._browser = browser
        self._page = self._new_page()
        self._shown: str | None = None
        """The query that the page was opened with."""
        self._own: list[Page] = []

    def open(
        self,
        query: str = "",
        width: int = 1920,
        height: int = 1080,
        *,
        script: str = "",
        anew: bool = False,
        calm: bool = False,
        drawn: tuple[str, ...] = OVERVIEW,
    ) -> Page:
        """The wall of an address, live, with everything in `drawn` (selectors) there; `calm`: less motion."""
        if anew or script:
            page = self._new_page()
            self._own.append(page)
            if script:
                page.add_init_script(script)
        else:
            page = self._page
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(reduced_motion="reduce" if calm else "no-preference")
        if page is not self._page or self._shown != query or not self._is_back(page):
            page.goto(self.server.url + query)
            page.wait_for_selector("html[data-fresh='live']", timeout=PATIENCE, state="attached")
            page.evaluate("window.standing = true")
            self._shown = query if page is self._page else self._shown
        page.wait_for_selector("html[data-fresh='live']", timeout=PATIENCE, state="attached")
        for selector in drawn:
            page.wait_for_selector(selector, timeout=PATIENCE, state="attached")
        return page

    def leave(self) -> None:
        """Leave the wall, so that the server may show what no page of before could."""
        self._page.goto("about:blank")
        self._shown = None
        self.server.forget()

    def end_test(self) -> list[str]:
        """Close what a test had for itself; what stood on consoles meanwhile."""
        for page in self._own:
            page.context.close()
        self._own.clear()
        said, self.trouble[:] = list(self.trouble), []
        return said

    def close(self) -> None:
        """End everything."""
        self._page.context.close()
        self.server.stop()

    def _is_back(self, page: Page) -> bool:
        if page.evaluate("window.standing") is not True:
            return False
        try:
            page.wait_for_function(BACK, arg=self.server.number, timeout=BACK_MS)
        except TimeoutError:
            return False
        return True

    def _new_page(self) -> Page:
        # Each has a context of its own: clocks that a test sets are those of all pages of a context.
        page = self._browser.new_context(viewport=SIZE).new_page()
        page.on("console", lambda message: self._note(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self._note(str(error)))
        return page

    def _note(self, message: str) -> None:
        # The browser itself reports requests that a test has the server refuse, and connections that end
        # while a page is left.
        if "503 (SERVICE UNAVAILABLE)" not in message and "net::ERR_" not in message:
            self.trouble.append(message)
