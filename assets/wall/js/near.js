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
  let names = null;
  let asked = null;

  function canvas() {
    const map = document.querySelector(".map");
    let found = document.querySelector(".near-layer");
    if (!found && map) {
      found = document.createElement("canvas");
      found.className = "near-layer";
      map.insertBefore(found, map.querySelector(".pulse-layer"));
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
    const element = wanted ? canvas() : document.querySelector(".near-layer");
    if (!element) {
      return;
    }
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    const [width, height] = [element.clientWidth, element.clientHeight];
    if (element.width !== Math.round(width * ratio) || element.height !== Math.round(height * ratio)) {
      element.width = Math.round(width * ratio);
      element.height = Math.round(height * ratio);
    }
    const pen = element.getContext("2d");
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, element.width, element.height);
    if (!wanted) {
      document.documentElement.dataset.cells = "no";
      return;
    }
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    load(element.closest(".map").dataset.names);
    const style = getComputedStyle(element);
    const squares = cellSide() >= SQUARES;
    document.documentElement.dataset.cells = squares ? "yes" : "no";
    if (squares) {
      cells(pen, style, width, height);
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

  function cells(pen, style, width, height) {
    const heat = zw.heat.settings();
    if (heat === null) {
      return;
    }
    pen.save();
    pen.clip(clip());
    pen.strokeStyle = style.getPropertyValue("--town-line");
    pen.lineWidth = 1;
    for (const [cell, count] of zw.heat.layer(0).cells) {
      const [from, to] = [-0.5, 0.5].map((away) => zw.density.centre(cell, heat, away));
      const one = zw.mapview.place(from.lon, from.lat);
      const other = zw.mapview.place(to.lon, to.lat);
      if (other.left < 0 || one.left > width || one.top < 0 || other.top > height) {
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

  zw.near = { draw, again: () => draw(shown) };
})((window.zhiwang = window.zhiwang || {}));
