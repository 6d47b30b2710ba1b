/* Sparse cells as a raster in Web Mercator: cases per km² by a quartic kernel, or cases in squares of cells as
   they are. Pure arithmetic. */
(function (zw) {
  "use strict";

  /* Longitude and latitude of a cell's centre, by the polynomial that the server fitted; or of the point so
     many cells further east and north. */
  function centre(cell, heat, away) {
    const u = scaled((cell % heat.columns) + away, heat.columns);
    const v = scaled(Math.floor(cell / heat.columns) + away, heat.rows);
    let lon = 0;
    let lat = 0;
    let term = 0;
    for (let i = 0; i <= heat.degree; i += 1) {
      for (let j = 0; j <= heat.degree - i; j += 1) {
        const power = u ** i * v ** j;
        lon += heat.lon[term] * power;
        lat += heat.lat[term] * power;
        term += 1;
      }
    }
    return { lon, lat };
  }

  function scaled(place, size) {
    const half = Math.max(1, (size - 1) / 2);
    return (place - half) / half;
  }

  /* An empty raster `width` pixels wide over `box` (degrees), as {width, height, values, put}: cases per km²
     with `heat.kernel_km`, cases in a square with `heat.square_cells`. `put(key, count, before)` brings one of
     the `entries` from the cases that it shows to those that it has. */
  function empty(heat, box, width) {
    const { x, y, metres } = zw.mercator;
    const left = x(box.west);
    const top = y(box.north);
    const pixel = (x(box.east) - left) / width;
    const height = Math.max(1, Math.ceil((y(box.south) - top) / pixel));
    /* Doubles: what is taken away again after days must leave nothing behind. */
    const values = new Float64Array(width * height);
    const peak = 3 / (Math.PI * heat.kernel_km ** 2);
    const square = (key, count) => {
      const from = centre(key, heat, -0.5);
      const to = centre(key, heat, heat.square_cells - 0.5);
      const [west, east] = [from.lon, to.lon].map((lon) => Math.round((x(lon) - left) / pixel));
      const [south, north] = [from.lat, to.lat].map((lat) => Math.round((y(lat) - top) / pixel));
      fill(values, width, height, { west, east, south, north }, count);
    };
    const smooth = (cell, count, before) => {
      const at = centre(cell, heat, 0);
      const radius = (heat.kernel_km * 1000) / metres(at.lat) / pixel;
      stamp(values, width, height, (x(at.lon) - left) / pixel, (y(at.lat) - top) / pixel, radius, (count - before) * peak);
    };
    return { width, height, values, put: heat.square_cells ? square : smooth };
  }

  /* Cases by what a raster is put together from: cells, or squares of them. */
  function entries(cells, heat) {
    return heat.square_cells ? squares(cells, heat) : cells;
  }

  /* The raster of all cells at once. */
  function raster(cells, heat, box, width) {
    const found = empty(heat, box, width);
    for (const [key, count] of entries(cells, heat)) {
      found.put(key, count, 0);
    }
    return found;
  }

  /* Cases by square, which is named by its south-western cell. */
  function squares(cells, heat) {
    const side = heat.square_cells;
    const found = new Map();
    for (const [cell, count] of cells) {
      const row = Math.floor(cell / heat.columns);
      const square = (row - (row % side)) * heat.columns + (cell % heat.columns) - ((cell % heat.columns) % side);
      found.set(square, (found.get(square) || 0) + count);
    }
    return found;
  }

  /* A square without the pixel at its eastern and southern edge, so that neighbours stay apart. */
  function fill(values, width, height, { west, east, south, north }, count) {
    for (let row = Math.max(0, north); row < Math.min(height, south - 1); row += 1) {
      for (let column = Math.max(0, west); column < Math.min(width, east - 1); column += 1) {
        values[row * width + column] = count;
      }
    }
  }

  function stamp(values, width, height, px, py, radius, peak) {
    const first = Math.max(0, Math.ceil(py - radius - 0.5));
    const last = Math.min(height - 1, Math.floor(py + radius - 0.5));
    for (let row = first; row <= last; row += 1) {
      const dy = (row + 0.5 - py) / radius;
      const reach = 1 - dy * dy;
      if (reach <= 0) {
        continue;
      }
      const half = Math.sqrt(reach) * radius;
      const from = Math.max(0, Math.ceil(px - half - 0.5));
      const to = Math.min(width - 1, Math.floor(px + half - 0.5));
      for (let column = from; column <= to; column += 1) {
        const dx = (column + 0.5 - px) / radius;
        const near = reach - dx * dx;
        values[row * width + column] += peak * near * near;
      }
    }
  }

  zw.density = { centre, empty, entries, raster };
})((window.zhiwang = window.zhiwang || {}));
