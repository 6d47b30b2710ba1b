"""What a scene must not do on any screen: leave it, be cut, cross a seam, be too small to read."""

from playwright.sync_api import Page

SIZES = [(1280, 720), (1920, 1080), (3840, 2160), (3840, 1080), (5760, 1080), (1080, 1920)]

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

OVERLAPPING = """() => {
  const found = [];
  const leaves = [...document.querySelectorAll(".wall *")].filter((element) => !element.children.length
    && element.textContent.trim() && getComputedStyle(element).visibility !== "hidden"
    && element.getClientRects().length && !element.closest(".banner"));
  const boxes = leaves.map((element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return range.getBoundingClientRect();
  });
  for (let i = 0; i < boxes.length; i += 1) {
    for (let j = i + 1; j < boxes.length; j += 1) {
      const wide = Math.min(boxes[i].right, boxes[j].right) - Math.max(boxes[i].left, boxes[j].left);
      const high = Math.min(boxes[i].bottom, boxes[j].bottom) - Math.max(boxes[i].top, boxes[j].top);
      if (wide > 1 && high > Math.min(boxes[i].height, boxes[j].height) / 2) {
        found.push(`${leaves[i].textContent} / ${leaves[j].textContent}`);
      }
    }
  }
  return found;
}"""


def unit(width: int, height: int) -> float:
    """Pixels of one design unit on a screen."""
    if width / height >= 4:
        return min(width / 5760, height / 1080)
    if height > width:
        return min(width / 1080, height / 1920)
    return min(width / 1920, height / 1080)


def assert_fits(page: Page, width: int, height: int) -> None:
    """Nothing is out of place and nothing is smaller than 18 units."""
    assert page.evaluate(MISPLACED) == []
    whole = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    assert whole == [width, height]
    assert page.evaluate(SMALLEST) >= 18 * unit(width, height) - 0.1
