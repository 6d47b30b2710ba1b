"""The heat of a light map as an image: cases per km², smoothed, on a fixed scale; pure numpy, no file."""

import base64
import struct
import zlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from data_access.domain.heat import KERNEL_KM
from layouts.tokens import ATTENTION_DARK, ATTENTION_LIGHT

Bounds = tuple[float, float, float, float]
LIMITS = (0.125, 4.0)
"""Cases per km² and day: the lowest that is drawn, and from where nothing grows stronger."""
_KM = 111.32
_PIXELS = 420
"""Width of the image; a pixel is some 200 m of a city."""


def heat_image(points: Sequence[tuple[float, float, int]], bounds: Bounds, days: int, theme_name: str) -> str:
    """A PNG as a data URL over `bounds` (west, south, east, north); points are (lon, lat, count)."""
    density = smoothed(points, bounds) / max(days, 1)
    low, high = LIMITS
    level = np.log2(np.maximum(density, 1e-9) / low) / np.log2(high / low)
    ramp = ATTENTION_DARK if theme_name == "dark" else ATTENTION_LIGHT
    colours = np.array([[int(c[at : at + 2], 16) for at in (1, 3, 5)] for c in ramp], dtype=np.float64)
    place = np.clip(level, 0, 1) * (len(ramp) - 1)
    lower = np.minimum(place.astype(np.intp), len(ramp) - 2)
    share = (place - lower)[..., None]
    image = np.empty((*density.shape, 4), dtype=np.uint8)
    image[..., :3] = colours[lower] * (1 - share) + colours[lower + 1] * share
    image[..., 3] = np.clip((level + 0.15) / 0.3, 0, 1) * 235
    return f"data:image/png;base64,{base64.b64encode(_png(image[::-1])).decode()}"


def smoothed(points: Sequence[tuple[float, float, int]], bounds: Bounds) -> npt.NDArray[np.float64]:
    """Cases per km² by pixel, row 0 in the south: a quartic kernel of KERNEL_KM over the counts."""
    west, south, east, north = bounds
    wide_km = (east - west) * _KM * np.cos(np.radians((south + north) / 2))
    high_km = (north - south) * _KM
    shape = (max(2, round(_PIXELS * high_km / wide_km)), _PIXELS)
    pixel_km = wide_km / _PIXELS
    counts = np.zeros(shape)
    if points:
        lon, lat, count = (np.array(column, dtype=np.float64) for column in zip(*points, strict=True))
        column = np.clip(((lon - west) / (east - west) * shape[1]).astype(np.intp), 0, shape[1] - 1)
        row = np.clip(((lat - south) / (north - south) * shape[0]).astype(np.intp), 0, shape[0] - 1)
        np.add.at(counts, (row, column), count)
    reach = int(np.ceil(KERNEL_KM / pixel_km))
    steps = np.arange(-reach, reach + 1) * pixel_km
    square = (steps[:, None] ** 2 + steps[None, :] ** 2) / KERNEL_KM**2
    kernel = np.where(square < 1, (1 - square) ** 2, 0.0)
    kernel /= kernel.sum() * pixel_km**2
    size = (shape[0] + 2 * reach, shape[1] + 2 * reach)
    both = np.fft.irfft2(np.fft.rfft2(counts, size) * np.fft.rfft2(kernel, size), size)
    return np.maximum(both[reach : reach + shape[0], reach : reach + shape[1]], 0.0)


def _png(image: npt.NDArray[np.uint8]) -> bytes:
    height, width = image.shape[:2]
    rows = np.zeros((height, 1 + width * 4), dtype=np.uint8)
    rows[:, 1:] = image.reshape(height, width * 4)

    def chunk(kind: bytes, body: bytes) -> bytes:
        check = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows.tobytes(), 3))
        + chunk(b"IEND", b"")
    )
