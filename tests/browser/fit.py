"""Whether a page of the wall fits its screen: nothing outside, cut off, across a seam or too small."""

from playwright.sync_api import Page

MISPLACED = """() => {
  const found = [];
  for (const element of document.querySelectorAll(".wall *")) {
    const style = getComputedStyle(element);
    const shown = element.getClientRects().length && style.visibility !== "hidden";
    if (!shown || element.children.length || !element.textContent.trim()) continue;
    const box = element.getBoundingClientRect();
    const line = element.closest(".ticker-entries");
    if (line && box.top >= line.getBoundingClientRect().bottom) continue;
    const out = box.right > innerWidth + 1 || box.bottom > innerHeight + 1 || box.left < -1 || box.top < -1;
    const cut = style.overflow !== "visible" && element.scrollWidth > element.clientWidth + 1;
    const third = innerWidth / innerHeight > 4 ? innerWidth / 3 : Infinity;
    const seam = Math.floor((box.left + 1) / third) !== Math.floor((box.right - 1) / third);
    if (out || cut || seam) found.push(`${element.className} ${element.textContent}`);
  }
  return found;
}"""
# Charts are drawn in design pixels and scaled as a whole.
SMALLEST = """() => Math.min(...[...document.querySelectorAll(".wall *")]
  .filter((element) => !element.children.length && element.textContent.trim() && !element.closest(".graph"))
  .map((element) => parseFloat(getComputedStyle(element).fontSize)))"""
SIZES = [(1280, 720), (1920, 1080), (3840, 2160), (5760, 1080)]


def assert_it_fits(page: Page, width: int, height: int) -> None:
    """The page shows a scene of the wall on a screen of that size."""
    assert page.evaluate(MISPLACED) == []
    assert page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]") == [
        width,
        height,
    ]
    scale = min(width / (5760 if width / height >= 4 else 1920), height / 1080)
    assert page.evaluate(SMALLEST) >= 18 * scale - 0.1
