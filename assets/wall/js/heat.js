/* Keeps the counts by cell that the stream tells, in layers, and hands the first layer to the overview's
   map as one image, at most every two seconds. A number beyond the city's cells is a cell of a later layer:
   layer × cells of the city + cell. */
(function (zw) {
  "use strict";

  const PAUSE = 2000;
  const LARGEST = 2400;
  const layers = new Map();
  let heat = null;
  let timer = null;
  let painted = 0;
  let address = null;

  function setup(config) {
    heat = config;
    if (heat !== null) {
      schedule();
    }
  }

  /* New counts by cell; null empties a cell. `whole`: cells not named are empty. */
  function change(changes, whole) {
    if (typeof changes !== "object" || changes === null) {
      throw new TypeError("heat is not an object");
    }
    if (whole) {
      for (const [number, one] of layers) {
        layers.set(number, { cells: new Map(), version: one.version + 1 });
      }
    }
    for (const [cell, count] of Object.entries(changes)) {
      const number = Number(cell);
      if (!Number.isInteger(number) || number < 0) {
        throw new TypeError(`no cell: ${cell}`);
      }
      if (count === null || Number.isFinite(count)) {
        put(number, count);
      }
    }
    if (whole || Object.keys(changes).length) {
      schedule();
    }
  }

  function put(number, count) {
    const size = heat === null ? Infinity : heat.rows * heat.columns;
    const one = layer(Math.floor(number / size));
    const cell = number % size;
    one.version += 1;
    if (count === null || count <= 0) {
      one.cells.delete(cell);
    } else {
      one.cells.set(cell, count);
    }
  }

  /* A layer: {cells: counts by cell, version that grows with every change}. */
  function layer(number) {
    if (!layers.has(number)) {
      layers.set(number, { cells: new Map(), version: 0 });
    }
    return layers.get(number);
  }

  function schedule() {
    if (timer === null && heat !== null) {
      const wait = Math.max(0, painted + PAUSE - performance.now());
      timer = window.setTimeout(() => {
        timer = null;
        paint();
      }, wait);
    }
  }

  function paint() {
    const box = zw.outline.box();
    if (heat === null || box === null || !zw.outline.rings().length || !document.getElementById("map")) {
      return;
    }
    painted = performance.now();
    zw.near.again();
    const { x, y, lat } = zw.mercator;
    const wide = x(box.east) - x(box.west);
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(Math.min(LARGEST, Math.max(zw.painter.COARSE, zw.mapview.pixelsWide())));
    const frame = { box, left: x(box.west), top: y(box.north), scale: canvas.width / wide };
    canvas.height = Math.ceil((y(box.south) - frame.top) * frame.scale);
    frame.clip = zw.painter.path(zw.outline.rings(), frame);
    zw.painter.paint(canvas.getContext("2d"), layer(0).cells, heat, frame);
    const south = lat(frame.top + (canvas.height / canvas.width) * wide);
    canvas.toBlob((blob) => show(blob, [[south, box.west], [box.north, box.east]]));
  }

  function show(blob, bounds) {
    if (!blob) {
      return;
    }
    const before = address;
    address = URL.createObjectURL(blob);
    zw.apply.set("heat-image", { url: address, bounds });
    if (before !== null) {
      window.setTimeout(() => URL.revokeObjectURL(before), PAUSE);
    }
  }

  zw.heat = { setup, change, layer, paint: schedule, settings: () => heat };
})((window.zhiwang = window.zhiwang || {}));
