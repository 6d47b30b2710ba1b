/* Cases per km² from sparse cells: quartic kernel on a raster in Web Mercator. Pure arithmetic. */
(function (zw) {
  "use strict";

  /* Longitude and latitude of a cell's centre, by the polynomial that the server fitted. */
  function centre(cell, heat) {
    const u = scaled(cell % heat.columns, heat.columns);
    const v = scaled(Math.floor(cell / heat.columns), heat.rows);
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

  /* Cases per km² on a raster `width` pixels wide over `box` (degrees). Returns {width, height, values}. */
  function raster(cells, heat, box, width) {
    const { x, y, metres } = zw.mercator;
    const left = x(box.west);
    const top = y(box.north);
    const pixel = (x(box.east) - left) / width;
    const height = Math.max(1, Math.ceil((y(box.south) - top) / pixel));
    const values = new Float32Array(width * height);
    const peak = 3 / (Math.PI * heat.kernel_km ** 2);
    for (const [cell, count] of cells) {
      const at = centre(cell, heat);
      const radius = (heat.kernel_km * 1000) / metres(at.lat) / pixel;
      stamp(values, width, height, (x(at.lon) - left) / pixel, (y(at.lat) - top) / pixel, radius, count * peak);
    }
    return { width, height, values };
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

  zw.density = { centre, raster };
})((window.zhiwang = window.zhiwang || {}));
