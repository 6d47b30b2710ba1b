"""Looks for text that is cut, outside the screen or across a seam, and for the smallest type."""

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

SIZES = [(1280, 720), (1920, 1080), (3840, 2160), (3840, 1080), (5760, 1080), (1080, 1920)]
"""Screens that a scene has to fill."""


def smallest_allowed(width: int, height: int) -> float:
    """Type of 18 units in pixels of a screen: 18 at 1920 x 1080, at 1080 x 1920 and on each of several."""
    composed = (1080, 1920) if width < height else (5760 if width / height >= 4 else 1920, 1080)
    return 18 * min(width / composed[0], height / composed[1]) - 0.1
