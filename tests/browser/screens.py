"""What every scene of the wall must hold on every screen: nothing cut, nothing covered, nothing too small."""

import contextlib
import time

from playwright.sync_api import Page

from tests.waiting import SECONDS, until

SIZES = [(1280, 720), (1920, 1080), (3840, 2160), (3840, 1080), (5760, 1080), (1080, 1920)]
"""Screens that a scene fills: three of one shape, two and three side by side, one upright."""

MISPLACED = """() => {
  const found = [];
  const ratio = innerWidth / innerHeight;
  const third = ratio > 4 ? innerWidth / 3 : ratio > 3 ? innerWidth / 2 : Infinity;
  for (const element of document.querySelectorAll(".wall *")) {
    const style = getComputedStyle(element);
    const shown = element.getClientRects().length && style.visibility !== "hidden";
    if (!shown || element.children.length || !element.textContent.trim()) continue;
    const box = element.getBoundingClientRect();
    const line = element.closest(".ticker-entries");
    if (line && box.top >= line.getBoundingClientRect().bottom) continue;
    const out = box.right > innerWidth + 1 || box.bottom > innerHeight + 1 || box.left < -1 || box.top < -1;
    const cut = style.overflow !== "visible" && element.scrollWidth > element.clientWidth + 1;
    const seam = Math.floor((box.left + 1) / third) !== Math.floor((box.right - 1) / third);
    if (out || cut || seam) found.push(`${element.className} ${element.textContent}`);
  }
  return found;
}"""
"""Texts that leave the screen, are cut by their box, or cross a seam between two screens."""

# Charts are drawn in design pixels and scaled as a whole.
SMALLEST = """() => Math.min(...[...document.querySelectorAll(".wall *")]
  .filter((element) => !element.children.length && element.textContent.trim() && !element.closest(".graph"))
  .map((element) => parseFloat(getComputedStyle(element).fontSize)))"""
"""Size of the smallest type in pixels."""

OVERLAPPING = """() => {
  const texts = [];
  for (const element of document.querySelectorAll(".wall *")) {
    const style = getComputedStyle(element);
    if (element.children.length || !element.textContent.trim()) continue;
    if (!element.getClientRects().length || style.visibility === "hidden") continue;
    /* A new case lies where it was reported, whatever is written there. */
    if (element.closest(".pulse-layer")) continue;
    const line = element.closest(".ticker-entries");
    if (line && element.getBoundingClientRect().top >= line.getBoundingClientRect().bottom) continue;
    const range = document.createRange();
    range.selectNodeContents(element);
    const box = range.getBoundingClientRect();
    /* A line of text is taller than its letters. */
    const slack = box.height * 0.22;
    const [top, bottom] = [box.top + slack, box.bottom - slack];
    texts.push({ element, left: box.left, right: box.right, top, bottom });
  }
  const found = [];
  texts.forEach((one, place) => {
    for (const other of texts.slice(place + 1)) {
      const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
      if (wide > 1 && high > 1) found.push(`${one.element.textContent} | ${other.element.textContent}`);
    }
  });
  return found;
}"""
"""Pairs of texts that cover each other."""


EDGES = "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"

FAINT = """() => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const read = (colour) => {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = pen.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
  };
  const over = ([r, g, b, a], under) => [r, g, b].map((part, at) => part * a + under[at] * (1 - a));
  const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  const light = (rgb) => {
    const [r, g, b] = rgb.map((part) => linear(part / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const stripe = read(getComputedStyle(document.documentElement).getPropertyValue("--stale-stripe"));
  const ground = (element) => {
    if (element === null) return [255, 255, 255];
    /* Two ambers in stripes: the darker one is the harder ground. */
    if (element.matches(".banner")) return stripe.slice(0, 3);
    return over(read(getComputedStyle(element).backgroundColor), ground(element.parentElement));
  };
  const found = new Set();
  for (const element of document.querySelectorAll(".wall *")) {
    const style = getComputedStyle(element);
    if (element.children.length || !element.textContent.trim()) continue;
    if (!element.getClientRects().length || style.visibility === "hidden") continue;
    const under = ground(element);
    const colour = over(read(element instanceof SVGElement ? style.fill : style.color), under);
    const [low, high] = [light(colour), light(under)].sort((one, other) => one - other);
    const contrast = (high + 0.05) / (low + 0.05);
    if (contrast < 4.5) {
      found.add(`${contrast.toFixed(2)} ${element.getAttribute("class")} ${element.textContent}`);
    }
  }
  return [...found];
}"""
"""Texts whose contrast with what lies under them is below 4.5:1."""


def unit(width: int, height: int) -> float:
    """Pixels of one unit of the composition on a screen."""
    ratio = width / height
    if ratio >= 4:
        return min(width / 5760, height / 1080)
    return min(width / 1080, height / 1920) if ratio <= 1 else min(width / 1920, height / 1080)


def fits(page: Page, width: int, height: int, *, overlapping: bool = True) -> list[str]:
    """What is wrong with a scene of the wall on a screen of that size, once charts and map stand still.

    They take up their new size some frames after the page, so what is out of place is looked at again.
    """
    page.set_viewport_size({"width": width, "height": height})
    size = f"{width}x{height}"
    found: list[str] = []
    deadline = time.monotonic() + SECONDS
    while True:
        page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        found = page.evaluate(MISPLACED)
        if overlapping:
            found += page.evaluate(OVERLAPPING)
        if page.evaluate(EDGES) != [width, height]:
            found.append("scroll bars")
        smallest = page.evaluate(SMALLEST)
        if smallest < 18 * unit(width, height) - 0.1:
            found.append(f"type of {smallest} px")
        if not found or time.monotonic() > deadline:
            return [f"{size}: {one}" for one in found]
        page.wait_for_timeout(120)


def lasting(page: Page, script: str) -> list[str]:
    """What a script still finds on a page that has had time to draw what it was told; at best nothing."""
    found: list[str] = []

    def nothing() -> bool:
        found[:] = page.evaluate(script)
        return not found

    with contextlib.suppress(AssertionError):
        until("nothing is found", nothing)
    return found
