/* Paints the heat of the last 24 hours and hands it to the map as one image, at most every two seconds. */
(function (zw) {
  "use strict";

  const PAUSE = 2000;
  const COARSE = 720;
  const LARGEST = 2400;
  const LEVELS = 512;
  const cells = new Map();
  let heat = null;
  let colours = null;
  let timer = null;
  let painted = 0;
  let address = null;

  function setup(config) {
    heat = config;
    colours = table(config);
    schedule();
  }

  /* Colours by log2 of the density: from one octave below the lowest tick, where they fade out, to the
     highest tick. */
  function table(config) {
    const [low, high] = config.limits;
    const octaves = Math.log2(high / low);
    const ramp = config.ramp.map((hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)));
    const found = new Uint8ClampedArray(LEVELS * 4);
    for (let level = 0; level < LEVELS; level += 1) {
      const octave = (level / (LEVELS - 1)) * (octaves + 1) - 1;
      const share = config.ramp_start + (1 - config.ramp_start) * Math.max(0, octave / octaves);
      const place = share * (ramp.length - 1);
      const below = Math.min(Math.floor(place), ramp.length - 2);
      for (let part = 0; part < 3; part += 1) {
        found[level * 4 + part] = ramp[below][part] * (1 - place + below) + ramp[below + 1][part] * (place - below);
      }
      found[level * 4 + 3] = 255 * Math.min(1, Math.max(0, octave + 1));
    }
    return { found, low, octaves };
  }

  /* New counts by cell; null empties a cell. `whole`: cells not named are empty. */
  function change(changes, whole) {
    if (typeof changes !== "object" || changes === null) {
      throw new TypeError("heat is not an object");
    }
    if (whole) {
      cells.clear();
    }
    for (const [cell, count] of Object.entries(changes)) {
      const number = Number(cell);
      if (!Number.isInteger(number) || number < 0) {
        throw new TypeError(`no cell: ${cell}`);
      }
      if (count === null || count <= 0) {
        cells.delete(number);
      } else if (Number.isFinite(count)) {
        cells.set(number, count);
      }
    }
    if (whole || Object.keys(changes).length) {
      schedule();
    }
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
    const shown = document.getElementById("map") !== null; // a scene may have no map
    if (!shown || heat === null || box === null || !zw.outline.rings().length) {
      return;
    }
    painted = performance.now();
    const coarse = draw(zw.density.raster(cells, heat, box, COARSE));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(Math.min(LARGEST, Math.max(COARSE, zw.mapview.pixelsWide())));
    canvas.height = Math.round((canvas.width * coarse.height) / coarse.width);
    const context = canvas.getContext("2d");
    context.imageSmoothingQuality = "high";
    context.drawImage(coarse, 0, 0, canvas.width, canvas.height);
    clip(context, canvas, box, coarse.height / coarse.width);
    canvas.toBlob((blob) => show(blob, box, coarse.height / coarse.width));
  }

  function draw(raster) {
    const canvas = document.createElement("canvas");
    canvas.width = raster.width;
    canvas.height = raster.height;
    const context = canvas.getContext("2d");
    const image = context.createImageData(raster.width, raster.height);
    const { found, low, octaves } = colours;
    for (let place = 0; place < raster.values.length; place += 1) {
      const value = raster.values[place];
      if (value > low / 2) {
        const octave = Math.min(octaves, Math.log2(value / low));
        const level = Math.round(((octave + 1) / (octaves + 1)) * (LEVELS - 1)) * 4;
        image.data.set(found.subarray(level, level + 4), place * 4);
      }
    }
    context.putImageData(image, 0, 0);
    return canvas;
  }

  /* Keep what lies inside the city. */
  function clip(context, canvas, box) {
    const { x, y } = zw.mercator;
    const left = x(box.west);
    const top = y(box.north);
    const scale = canvas.width / (x(box.east) - left);
    context.globalCompositeOperation = "destination-in";
    context.beginPath();
    for (const ring of zw.outline.rings()) {
      ring.forEach(([lon, lat], place) => {
        const to = [(x(lon) - left) * scale, (y(lat) - top) * scale];
        if (place === 0) {
          context.moveTo(...to);
        } else {
          context.lineTo(...to);
        }
      });
      context.closePath();
    }
    context.fill();
  }

  /* The raster's last row may reach beyond the box: its own southern edge bounds the image. */
  function show(blob, box, ratio) {
    if (!blob) {
      return;
    }
    const { x, y, lat } = zw.mercator;
    const south = lat(y(box.north) + ratio * (x(box.east) - x(box.west)));
    const before = address;
    address = URL.createObjectURL(blob);
    zw.apply.set("heat-image", { url: address, bounds: [[south, box.west], [box.north, box.east]] });
    if (before !== null) {
      window.setTimeout(() => URL.revokeObjectURL(before), PAUSE);
    }
  }

  zw.heat = { setup, change, paint: schedule, settings: () => heat };
})((window.zhiwang = window.zhiwang || {}));
