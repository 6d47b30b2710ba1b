/* Fits the city into the map's box and knows where a position lies in it. The map cannot be dragged, so
   centre and zoom are always those set here. */
(function (zw) {
  "use strict";

  const TILE = 256;
  const MARGIN = 0.985;
  let view = null;
  let scaleKm = 10;
  let fits = 0;

  /* Another area, another frame; the length of the scale bar in kilometres. */
  function setup(config) {
    view = null;
    scaleKm = config ? config.scale_km : 0;
  }

  function fit() {
    const element = document.getElementById("map");
    const box = zw.outline.box();
    if (!element || !box || !element.clientWidth) {
      return false;
    }
    const { x, y, lat } = zw.mercator;
    const wide = x(box.east) - x(box.west);
    const high = y(box.south) - y(box.north);
    const side = Math.min(element.clientWidth / wide, element.clientHeight / high) * MARGIN;
    const middle = { x: (x(box.west) + x(box.east)) / 2, y: (y(box.south) + y(box.north)) / 2 };
    view = { side, middle, width: element.clientWidth, height: element.clientHeight };
    fits += 1;
    zw.apply.set("map", {
      /* Leaflet keeps the size of its box until it is told: centre and zoom would be those of the old one. */
      invalidateSize: fits,
      center: [lat(middle.y), (box.west + box.east) / 2],
      zoom: Math.log2(side / TILE),
    });
    const bar = ((scaleKm * 1000) / zw.mercator.metres(lat(middle.y))) * side;
    document.documentElement.style.setProperty("--scale-bar", `${bar.toFixed(1)}px`);
    return true;
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

  /* Device pixels that the city is wide on this screen. */
  function pixelsWide() {
    const box = zw.outline.box();
    return view === null ? 1024 : (zw.mercator.x(box.east) - zw.mercator.x(box.west)) * view.side * devicePixelRatio;
  }

  zw.mapview = { setup, fit, place, pixelsWide };
})((window.zhiwang = window.zhiwang || {}));
