/* The ground of maps that are drawn on a canvas: the city's outline or that of one town, with the lines of
   the towns in it. Loaded once; paths are kept by size. */
(function (zw) {
  "use strict";

  const MARGIN = 0.985;
  const MOST = 12;
  const frames = new Map();
  let address = null;
  let towns = null;

  /* Load the towns' boundaries; true when they are here. A failed load is tried again with the next call. */
  function ready(url) {
    if (address === null) {
      address = url;
      fetch(url)
        .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(`no towns: ${answer.status}`))))
        .then((collection) => {
          towns = collection.features;
        })
        .catch(() => {
          address = null;
        });
    }
    return towns !== null && zw.outline.rings().length > 0;
  }

  function rings(area) {
    const own = towns.filter((town) => town.properties.code === area);
    return own.length ? own.flatMap((town) => zw.outline.ringsOf(town.geometry)) : zw.outline.rings();
  }

  /* Where an area lies in a canvas of that size, in its pixels: {box, left, top, scale, clip, lines}. */
  function frame(area, width, height) {
    const key = `${area} ${width} ${height}`;
    if (!frames.has(key)) {
      if (frames.size >= MOST) {
        frames.clear();
      }
      frames.set(key, make(area, width, height));
    }
    return frames.get(key);
  }

  function make(area, width, height) {
    const { x, y } = zw.mercator;
    const own = rings(area);
    const box = zw.outline.boxOf(own);
    const wide = x(box.east) - x(box.west);
    const high = y(box.south) - y(box.north);
    const scale = Math.min(width / wide, height / high) * MARGIN;
    const found = {
      box,
      scale,
      left: x(box.west) - (width / scale - wide) / 2,
      top: y(box.north) - (height / scale - high) / 2,
    };
    found.clip = zw.painter.path(own, found);
    found.lines = zw.painter.path(
      own === zw.outline.rings() ? towns.flatMap((town) => zw.outline.ringsOf(town.geometry)) : own,
      found,
    );
    return found;
  }

  /* Draw land, heat and lines of an area onto a canvas as large as its element. */
  function draw(canvas, area, cells, scale) {
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    const width = Math.round(canvas.clientWidth * ratio);
    const height = Math.round(canvas.clientHeight * ratio);
    if (!width || !height) {
      return;
    }
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    const place = frame(area, width, height);
    const style = getComputedStyle(document.documentElement);
    const context = canvas.getContext("2d");
    context.clearRect(0, 0, width, height);
    context.fillStyle = style.getPropertyValue("--land");
    context.fill(place.clip);
    zw.painter.paint(context, cells, scale, place);
    context.globalAlpha = 0.3;
    context.strokeStyle = style.getPropertyValue("--town-line");
    context.lineWidth = ratio;
    context.lineJoin = "round";
    context.stroke(place.lines);
    context.globalAlpha = 1;
  }

  zw.ground = { ready, frame, draw };
})((window.zhiwang = window.zhiwang || {}));
