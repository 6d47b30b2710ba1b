"""Whether two pictures show the same: by mean colours of tiles, which another machine's type leaves alone.

A lost panel or a broken layout changes the mean of many tiles; the edge of a letter changes that of none.
"""

import base64
from dataclasses import dataclass

from playwright.sync_api import Browser

TILE = 40
"""Pixels of a side."""
TOLERANCE = 14
"""Steps of 255 by which the mean of a tile may differ in a colour."""
MOST_OTHER = 0.012
"""Part of the tiles that may differ more: a figure or two."""

_MEANS = """async ([first, second, tile]) => {
  const means = async (data) => {
    const image = new Image();
    image.src = `data:image/webp;base64,${data}`;
    await image.decode();
    const { width, height } = image;
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.drawImage(image, 0, 0);
    const pixels = context.getImageData(0, 0, width, height).data;
    const [across, down] = [Math.ceil(width / tile), Math.ceil(height / tile)];
    const sums = new Float64Array(across * down * 4);
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        const place = (Math.floor(y / tile) * across + Math.floor(x / tile)) * 4;
        const from = (y * width + x) * 4;
        for (let part = 0; part < 3; part += 1) sums[place + part] += pixels[from + part];
        sums[place + 3] += 1;
      }
    }
    return { width, height, sums };
  };
  const [a, b] = [await means(first), await means(second)];
  if (a.width !== b.width || a.height !== b.height) return null;
  const found = [];
  for (let place = 0; place < a.sums.length; place += 4) {
    let most = 0;
    for (let part = 0; part < 3; part += 1) {
      const [one, two] = [a, b].map(({ sums }) => sums[place + part] / sums[place + 3]);
      most = Math.max(most, Math.abs(one - two));
    }
    found.push(most);
  }
  return found;
}"""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How far two pictures are from each other."""

    other: float
    """Part of the tiles that differ by more than TOLERANCE; 1 for pictures of two sizes."""
    most: float
    """Largest difference of a tile, in steps of 255."""

    @property
    def alike(self) -> bool:
        """Whether they show the same."""
        return self.other <= MOST_OTHER

    def __str__(self) -> str:
        return f"{self.other:.2%} of the tiles differ, at most by {self.most:.0f} of 255"


def compare(browser: Browser, kept: bytes, fresh: bytes) -> Likeness:
    """Compare two pictures in WebP; the browser reads them."""
    page = browser.new_page()
    try:
        data = [base64.b64encode(one).decode() for one in (kept, fresh)]
        tiles = page.evaluate(_MEANS, [*data, TILE])
    finally:
        page.close()
    if tiles is None:
        return Likeness(1.0, 255.0)
    return Likeness(sum(tile > TOLERANCE for tile in tiles) / len(tiles), max(tiles))
