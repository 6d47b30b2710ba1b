/* Fits the city into the map's box and knows where a position lies in it. Centre and zoom are always those set
   here: the whole home, or the part of it that a person looks at closely (see closeup.js). */
(function (zw) {
  "use strict";

  const TILE = 256;
  const MARGIN = 0.985;
  const LENGTHS = [0.1, 0.2, 0.5, 1, 2, 5];
  let view = null;
  let scaleKm = 10;
  let fits = 0;
  /* How many times as large as the whole, and around which point of the world; null: the whole. */
  let close = null;

  /* Another area, another frame; the length of the scale bar in kilometres. */
  function setup(config) {
    view = null;
    close = null;
    scaleKm = config ? config.scale_km : 0;
  }

  /* Frame of the whole home in the box: pixels of one unit of the world, and its middle. */
  function whole(element) {
    const box = zw.outline.box();
    const { x, y } = zw.mercator;
    const wide = x(box.east) - x(box.west);
    const high = y(box.south) - y(box.north);
    return {
      side: Math.min(element.clientWidth / wide, element.clientHeight / high) * MARGIN,
      middle: { x: (x(box.west) + x(box.east)) / 2, y: (y(box.south) + y(box.north)) / 2 },
    };
  }

  function fit() {
    const element = document.getElementById("map");
    if (!element || !zw.outline.box() || !element.clientWidth) {
      return false;
    }
    const all = whole(element);
    const side = all.side * (close === null ? 1 : close.factor);
    const middle = close === null ? all.middle : close.middle;
    view = { whole: all.side, side, middle, width: element.clientWidth, height: element.clientHeight };
    fits += 1;
    zw.apply.set("map", {
      /* Leaflet keeps the size of its box until it is told: centre and zoom would be those of the old one. */
      invalidateSize: fits,
      center: [zw.mercator.lat(middle.y), (middle.x - 0.5) * 360],
      zoom: Math.log2(side / TILE),
    });
    bar();
    zw.basemap.place(view);
    return true;
  }

  /* The scale bar: its own length for the whole, the longest round one that is no longer when closer. */
  function bar() {
    const perKm = (1000 / zw.mercator.metres(zw.mercator.lat(view.middle.y))) * view.side;
    const most = (scaleKm * perKm * view.whole) / view.side;
    const km = close === null ? scaleKm : LENGTHS.filter((length) => length * perKm <= most).pop() || LENGTHS[0];
    document.documentElement.style.setProperty("--scale-bar", `${(km * perKm).toFixed(1)}px`);
    const label = document.querySelector(".scale span");
    const said = km < 1 ? `${km * 1000} m` : `${km} km`;
    if (label && label.textContent !== said) {
      label.textContent = said;
    }
  }

  /* Look at the home `factor` times as large around a point of the world; 1 is the whole again. */
  function look(factor, middle) {
    const box = zw.outline.box();
    const { x, y } = zw.mercator;
    close =
      factor <= 1
        ? null
        : {
            factor,
            middle: {
              x: Math.min(x(box.east), Math.max(x(box.west), middle.x)),
              y: Math.min(y(box.south), Math.max(y(box.north), middle.y)),
            },
          };
    return fit();
  }

  /* Pixels from the map's upper left corner; null before the first fit. */
  function place(lon, lat) {
    if (view === null) {
      return null;
    }
    return {
      left: view.width / 2 + (zw.mercator.x(lon) - view.middle.x) * view.side,
      top: view.height / 2 + (zw.mercator.y(lat) - view.middle.y) * view.side,
    };
  }

  /* The point of the world at a place of the map's box. */
  function world(left, top) {
    return {
      x: view.middle.x + (left - view.width / 2) / view.side,
      y: view.middle.y + (top - view.height / 2) / view.side,
    };
  }

  /* Device pixels that the whole city is wide on this screen. */
  function pixelsWide() {
    const box = zw.outline.box();
    return view === null ? 1024 : (zw.mercator.x(box.east) - zw.mercator.x(box.west)) * view.whole * devicePixelRatio;
  }

  zw.mapview = { setup, fit, look, place, world, pixelsWide, factor: () => (close === null ? 1 : close.factor), view: () => view };
})((window.zhiwang = window.zhiwang || {}));
