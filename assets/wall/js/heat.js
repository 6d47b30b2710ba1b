/* Keeps the counts by cell that the stream tells, in layers, and hands the first layer to the overview's
   map as one image, at most every two seconds. A number beyond the city's cells is a cell of a later layer:
   layer × cells of the city + cell. */
(function (zw) {
  "use strict";

  const PAUSE = 2000;
  const layers = new Map();
  let heat = null;
  let timer = null;
  let painted = 0;
  let painting = false;
  let late = false;
  let address = null;
  let gained = false;

  function setup(config) {
    heat = config;
    zw.heatimage.forget();
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
        layers.set(number, { cells: new Map(), version: one.version + 1, gains: one.gains });
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
    if (whole) {
      /* A first picture is nothing new. */
      gained = false;
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
    if (count > (one.cells.get(cell) || 0)) {
      one.gains += 1;
      gained = gained || one === layers.get(0);
    }
    if (count === null || count <= 0) {
      one.cells.delete(cell);
    } else {
      one.cells.set(cell, count);
    }
  }

  /* A layer: {cells: counts by cell, version that grows with every change, gains that grow with new cases}. */
  function layer(number) {
    if (!layers.has(number)) {
      layers.set(number, { cells: new Map(), version: 0, gains: 0 });
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
    if (painting) {
      late = true;
      return;
    }
    painted = performance.now();
    painting = true;
    zw.near.again();
    zw.heatimage.update(layer(0).cells, heat, box, show, () => {
      painting = false;
      if (late) {
        late = false;
        schedule();
      }
    });
  }

  function show(blob, bounds) {
    if (!blob) {
      return;
    }
    const before = address;
    address = URL.createObjectURL(blob);
    zw.apply.set("heat-image", { url: address, bounds });
    if (gained) {
      gained = false;
      zw.motion.breathe(document.querySelector(".leaflet-heat-pane"));
    }
    if (before !== null) {
      window.setTimeout(() => URL.revokeObjectURL(before), PAUSE);
    }
  }

  zw.heat = { setup, change, layer, paint: schedule, settings: () => heat };
})((window.zhiwang = window.zhiwang || {}));
