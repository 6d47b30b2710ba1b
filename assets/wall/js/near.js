/* What a closer look at the map shows: the names of the level below, then cells as squares of their cases
   instead of the smoothed heat, and closer still as points; all of it inside the home alone. Nothing of it is
   loaded before somebody looks. */
(function (zw) {
  "use strict";

  /* Pixels a cell must be wide to be seen as a square, and for its cases to be drawn as points with numbers. */
  const SQUARES = 7;
  const POINTS = 34;
  const LEVELS = 4;
  let shown = false;
  /* The middle around which it is drawn; null while nothing is. */
  let drawn = null;
  let names = null;
  let known = { heat: null, corners: new Map() };
  let asked = null;

  /* The canvas reaches as far beyond the map's box as Leaflet's drawings do; its window hides that. */
  function canvas() {
    const map = document.querySelector(".map");
    let found = document.querySelector(".near-layer");
    if (!found && map) {
      const pane = document.createElement("div");
      pane.className = "near-window";
      found = document.createElement("canvas");
      found.className = "near-layer";
      found.style.inset = `${-100 * zw.leafletmap.SPARE}%`;
      found.style.width = found.style.height = `${100 + 200 * zw.leafletmap.SPARE}%`;
      pane.append(found);
      map.insertBefore(pane, map.querySelector(".pulse-layer"));
    }
    return found;
  }

  /* Names once for each home; a failed load is tried again with the next look. */
  function load(url) {
    if (asked === url) {
      return;
    }
    asked = url;
    names = null;
    fetch(url)
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(`no names: ${answer.status}`))))
      .then((found) => {
        if (asked === url) {
          names = found;
          draw(shown);
        }
      })
      .catch(() => {
        asked = null;
      });
  }

  function draw(wanted) {
    shown = wanted;
    drawn = null;
    const element = wanted ? canvas() : document.querySelector(".near-layer");
    if (!element) {
      return;
    }
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    const [wide, high] = [element.clientWidth, element.clientHeight];
    const { clientWidth: width, clientHeight: height } = element.parentNode;
    if (element.width !== Math.round(wide * ratio) || element.height !== Math.round(high * ratio)) {
      element.width = Math.round(wide * ratio);
      element.height = Math.round(high * ratio);
    }
    element.style.translate = "";
    const pen = element.getContext("2d");
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, element.width, element.height);
    if (!wanted) {
      document.documentElement.dataset.cells = "no";
      return;
    }
    drawn = zw.mapview.view().middle;
    const spare = { left: (wide - width) / 2, top: (high - height) / 2 };
    pen.setTransform(ratio, 0, 0, ratio, spare.left * ratio, spare.top * ratio);
    load(element.closest(".map").dataset.names);
    const style = getComputedStyle(element);
    const squares = cellSide() >= SQUARES;
    document.documentElement.dataset.cells = squares ? "yes" : "no";
    if (squares) {
      cells(pen, style, { west: -spare.left, north: -spare.top, east: wide - spare.left, south: high - spare.top });
    }
    labels(pen, style, width, height);
  }

  /* Pixels that a cell is wide; 0 without heat. */
  function cellSide() {
    const heat = zw.heat.settings();
    if (heat === null) {
      return 0;
    }
    const middle = Math.floor(heat.rows / 2) * heat.columns + Math.floor(heat.columns / 2);
    const [from, to] = [-0.5, 0.5].map((away) => zw.density.centre(middle, heat, away));
    return zw.mapview.place(to.lon, to.lat).left - zw.mapview.place(from.lon, from.lat).left;
  }

  /* Colour of a count: 1, 2, 4, 8, 16 and more are even steps of the ramp. */
  function colour(count, heat) {
    const level = heat.ramp_start + (1 - heat.ramp_start) * Math.min(1, Math.log2(count) / LEVELS);
    return heat.ramp[Math.round(level * (heat.ramp.length - 1))];
  }

  /* South-western and north-eastern corner of a cell in the world; they never change, and are many. */
  function corners(cell, heat) {
    if (known.heat !== heat) {
      known = { heat, corners: new Map() };
    }
    let found = known.corners.get(cell);
    if (found === undefined) {
      found = [-0.5, 0.5].map((away) => {
        const { lon, lat } = zw.density.centre(cell, heat, away);
        return { x: zw.mercator.x(lon), y: zw.mercator.y(lat) };
      });
      known.corners.set(cell, found);
    }
    return found;
  }

  function cells(pen, style, { west, north, east, south }) {
    const heat = zw.heat.settings();
    if (heat === null) {
      return;
    }
    pen.save();
    pen.clip(clip());
    pen.strokeStyle = style.getPropertyValue("--town-line");
    pen.lineWidth = 1;
    for (const [cell, count] of zw.heat.layer(0).cells) {
      const [one, other] = corners(cell, heat).map(zw.mapview.at);
      if (other.left < west || one.left > east || one.top < north || other.top > south) {
        continue;
      }
      const side = other.left - one.left;
      pen.fillStyle = colour(count, heat);
      if (side < POINTS) {
        pen.fillRect(one.left, other.top, side - 1, one.top - other.top - 1);
        pen.strokeRect(one.left, other.top, side - 1, one.top - other.top - 1);
      } else {
        point(pen, style, (one.left + other.left) / 2, (one.top + other.top) / 2, count);
      }
    }
    pen.restore();
  }

  function point(pen, style, left, top, count) {
    pen.beginPath();
    pen.arc(left, top, 7 + 3 * Math.sqrt(count), 0, 2 * Math.PI);
    pen.fill();
    pen.lineWidth = 1.5;
    pen.strokeStyle = style.getPropertyValue("--bg");
    pen.stroke();
    if (count > 1) {
      write(pen, style, String(count), left, top);
    }
  }

  function clip() {
    const path = new Path2D();
    for (const ring of zw.outline.rings()) {
      ring.forEach(([lon, lat], place) => {
        const to = zw.mapview.place(lon, lat);
        path[place === 0 ? "moveTo" : "lineTo"](to.left, to.top);
      });
      path.closePath();
    }
    return path;
  }

  function write(pen, style, text, left, top) {
    const size = parseFloat(style.fontSize);
    pen.font = `${size}px ${style.fontFamily}`;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.lineJoin = "round";
    pen.lineWidth = size / 4.5;
    pen.strokeStyle = style.getPropertyValue("--bg");
    pen.fillStyle = style.getPropertyValue("--tx");
    pen.strokeText(text, left, top);
    pen.fillText(text, left, top);
  }

  /* Names that lie in the picture and cover no other; the names of the level above stay where they are. */
  function labels(pen, style, width, height) {
    const size = parseFloat(style.fontSize);
    const map = document.querySelector(".map").getBoundingClientRect();
    const others = ".town-label span, .map > .legend, .map > .scale, .map > .schematic, .map-whole";
    const taken = [...document.querySelectorAll(others)].map((label) => {
      const box = label.getBoundingClientRect();
      return [box.left - map.left, box.top - map.top, box.right - map.left, box.bottom - map.top];
    });
    pen.font = `${size}px ${style.fontFamily}`;
    for (const [name, lon, lat] of names || []) {
      const { left, top } = zw.mapview.place(lon, lat);
      const half = pen.measureText(name).width / 2 + 4;
      const box = [left - half, top - size * 0.7, left + half, top + size * 0.7];
      const inside = box[0] > 0 && box[1] > 0 && box[2] < width && box[3] < height;
      if (inside && taken.every((other) => box[0] > other[2] || box[2] < other[0] || box[1] > other[3] || box[3] < other[1])) {
        taken.push(box);
        write(pen, style, name, left, top);
      }
    }
  }

  /* Follow the map that is dragged with what is drawn. */
  function slide() {
    if (drawn !== null) {
      const { left, top } = zw.mapview.away(drawn);
      document.querySelector(".near-layer").style.translate = `${left.toFixed(1)}px ${top.toFixed(1)}px`;
    }
  }

  zw.near = { draw, again: () => draw(shown), slide };
})((window.zhiwang = window.zhiwang || {}));
