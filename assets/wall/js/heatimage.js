/* The heat of the overview's map as an image, made in slices. The raster is kept: what is painted again is what
   has changed since, and nothing when nothing has. */
(function (zw) {
  "use strict";

  const LARGEST = 2400;
  /* Entries and rows of a raster between two looks at the clock. */
  const ENTRIES = 64;
  const ROWS = 16;
  let kept = null;

  /* Raster and frame for this heat over this box at this width, with the cases that they show. */
  function open(heat, box) {
    const width = Math.round(Math.min(LARGEST, Math.max(zw.painter.COARSE, zw.mapview.pixelsWide())));
    if (kept === null || kept.heat !== heat || kept.box !== box || kept.width !== width) {
      const { x, y } = zw.mercator;
      const frame = { box, left: x(box.west), top: y(box.north), scale: width / (x(box.east) - x(box.west)) };
      frame.clip = zw.painter.path(zw.outline.rings(), frame);
      const height = Math.ceil((y(box.south) - frame.top) * frame.scale);
      const raster = zw.density.empty(heat, box, zw.painter.width(heat, frame));
      kept = { heat, box, width, height, frame, raster, shown: new Map(), turn: null };
    }
    return kept;
  }

  /* Entries whose cases are not those shown. */
  function changes(shown, wanted) {
    const found = [];
    for (const [key, count] of wanted) {
      if (shown.get(key) !== count) {
        found.push([key, count]);
      }
    }
    for (const key of shown.keys()) {
      if (!wanted.has(key)) {
        found.push([key, 0]);
      }
    }
    return found;
  }

  function* draw(state, changed, ready) {
    const { heat, raster, shown, frame } = state;
    for (let place = 0; place < changed.length; place += 1) {
      const [key, count] = changed[place];
      raster.put(key, count, shown.get(key) || 0);
      if (count > 0) {
        shown.set(key, count);
      } else {
        shown.delete(key);
      }
      if (place % ENTRIES === 0) {
        yield;
      }
    }
    const image = new ImageData(raster.width, raster.height);
    for (let row = 0; row < raster.height; row += ROWS) {
      zw.painter.colour(image, raster, heat, row, Math.min(raster.height, row + ROWS));
      yield;
    }
    const canvas = document.createElement("canvas");
    canvas.width = state.width;
    canvas.height = state.height;
    const context = canvas.getContext("2d");
    zw.painter.lay(context, image, heat, frame);
    if (zw.graphics.isLost(context)) {
      state.turn = null;
      zw.heat.paint();
      return;
    }
    yield;
    const { box } = frame;
    const south = zw.mercator.lat(frame.top + canvas.height / frame.scale);
    canvas.toBlob((blob) => state === kept && ready(blob, [[south, box.west], [box.north, box.east]]));
  }

  /* Bring the image up to date with `cells`; `ready` gets it and its bounds when it is another one, and `end`
     is called when the work is done. */
  function update(cells, heat, box, ready, end) {
    const state = open(heat, box);
    const changed = changes(state.shown, zw.density.entries(cells, heat));
    const turn = zw.graphics.turn();
    if (!changed.length && state.turn === turn) {
      end();
      return;
    }
    state.turn = turn;
    zw.slices.run(draw(state, changed, ready), end);
  }

  /* Another map: what was shown on the one before says nothing. */
  function forget() {
    kept = null;
  }

  zw.heatimage = { update, forget };
})((window.zhiwang = window.zhiwang || {}));
