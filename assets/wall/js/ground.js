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
    if (address !== url) {
      address = url;
      towns = null;
      frames.clear();
      fetch(url)
        .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(`no towns: ${answer.status}`))))
        .then((collection) => {
          if (address === url) {
            towns = collection.features;
          }
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

  /* The cleared drawing of a canvas as large as its element, its frame and its colours; null without a size. */
  function open(canvas, area) {
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    const width = Math.round(canvas.clientWidth * ratio);
    const height = Math.round(canvas.clientHeight * ratio);
    if (!width || !height) {
      return null;
    }
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    const context = canvas.getContext("2d");
    context.clearRect(0, 0, width, height);
    return { context, ratio, place: frame(area, width, height), style: getComputedStyle(canvas) };
  }

  /* Draw land, heat and lines of an area. */
  function draw(canvas, area, cells, scale) {
    const opened = open(canvas, area);
    if (opened === null) {
      return;
    }
    const { context, ratio, place, style } = opened;
    context.fillStyle = style.getPropertyValue("--land");
    context.fill(place.clip);
    zw.painter.paint(context, cells, scale, place);
    context.globalAlpha = 0.24;
    context.strokeStyle = style.getPropertyValue("--town-line");
    context.lineWidth = ratio;
    context.lineJoin = "round";
    context.stroke(place.lines);
    context.globalAlpha = 1;
  }

  /* Write names, [name, lon, lat, units down] each, in the type of the canvas, with a dark halo. */
  function label(canvas, area, names) {
    const opened = open(canvas, area);
    if (opened === null) {
      return;
    }
    const { context, ratio, place, style } = opened;
    const { x, y } = zw.mercator;
    const size = parseFloat(style.fontSize) * ratio;
    context.font = `${size}px ${style.fontFamily}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    context.lineWidth = size / 4.5;
    context.strokeStyle = style.getPropertyValue("--bg");
    context.fillStyle = style.getPropertyValue("--tx");
    for (const [name, lon, lat, down] of names) {
      /* The smallest type is 18 units large. */
      const to = [(x(lon) - place.left) * place.scale, (y(lat) - place.top) * place.scale + (down * size) / 18];
      context.strokeText(name, ...to);
      context.fillText(name, ...to);
    }
  }

  zw.ground = { ready, frame, draw, label };
})((window.zhiwang = window.zhiwang || {}));
