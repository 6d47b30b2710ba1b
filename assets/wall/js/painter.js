/* Draws heat: the one place where counts by cell become colours, for the large map and the small ones.
   A scale is {limits: [lowest, highest tick], ramp, ramp_start} with either `kernel_km` (cases per km²,
   smoothed) or `square_cells` (cases in squares of so many cells, as they are); `coarse` pixels of the raster,
   when it has to be quick. */
(function (zw) {
  "use strict";

  const LEVELS = 512;
  const COARSE = 720;
  const tables = new Map();

  /* Colours by log2 of the value: from one octave below the lowest tick, where they fade out, to the
     highest tick. */
  function table(scale) {
    const key = JSON.stringify([scale.limits, scale.ramp, scale.ramp_start]);
    if (!tables.has(key)) {
      tables.set(key, makeTable(scale));
    }
    return tables.get(key);
  }

  function makeTable(scale) {
    const [low, high] = scale.limits;
    const octaves = Math.log2(high / low);
    const ramp = scale.ramp.map((hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)));
    const found = new Uint8ClampedArray(LEVELS * 4);
    for (let level = 0; level < LEVELS; level += 1) {
      const octave = (level / (LEVELS - 1)) * (octaves + 1) - 1;
      const share = scale.ramp_start + (1 - scale.ramp_start) * Math.max(0, octave / octaves);
      const place = share * (ramp.length - 1);
      const below = Math.min(Math.floor(place), ramp.length - 2);
      for (let part = 0; part < 3; part += 1) {
        found[level * 4 + part] = ramp[below][part] * (1 - place + below) + ramp[below + 1][part] * (place - below);
      }
      found[level * 4 + 3] = 255 * Math.min(1, Math.max(0, octave + 1));
    }
    return { colours: new Uint32Array(found.buffer), low, octaves };
  }

  /* Colours of some rows of a raster, written into an image of its size; what lies an octave below the lowest
     tick stays clear. */
  function colour(image, raster, scale, from, to) {
    const pixels = new Uint32Array(image.data.buffer);
    const { colours, low, octaves } = table(scale);
    for (let place = from * raster.width; place < to * raster.width; place += 1) {
      const value = raster.values[place];
      if (value > low / 2) {
        const octave = Math.min(octaves, Math.log2(value / low));
        pixels[place] = colours[Math.round(((octave + 1) / (octaves + 1)) * (LEVELS - 1))];
      }
    }
  }

  /* Rings of positions as a path in the pixels of a frame {left, top, scale}: the world's coordinates of
     its upper left corner, and pixels of one unit of the world. */
  function path(rings, frame) {
    const { x, y } = zw.mercator;
    const drawn = new Path2D();
    for (const ring of rings) {
      ring.forEach(([lon, lat], place) => {
        const to = [(x(lon) - frame.left) * frame.scale, (y(lat) - frame.top) * frame.scale];
        if (place === 0) {
          drawn.moveTo(...to);
        } else {
          drawn.lineTo(...to);
        }
      });
      drawn.closePath();
    }
    return drawn;
  }

  /* Pixels that a raster over the frame's `box` is wide. */
  function width(scale, frame) {
    return Math.min(scale.coarse || COARSE, Math.max(8, Math.round(wide(frame))));
  }

  function wide({ box, scale }) {
    return (zw.mercator.x(box.east) - zw.mercator.x(box.west)) * scale;
  }

  /* Lay a coloured raster over the frame's `box`, inside its `clip` path. The raster's last row may reach
     beyond the box. */
  function lay(context, image, scale, frame) {
    const canvas = document.createElement("canvas");
    canvas.width = image.width;
    canvas.height = image.height;
    canvas.getContext("2d").putImageData(image, 0, 0);
    context.save();
    context.clip(frame.clip);
    context.imageSmoothingEnabled = !scale.square_cells;
    context.imageSmoothingQuality = "high";
    const left = (zw.mercator.x(frame.box.west) - frame.left) * frame.scale;
    const top = (zw.mercator.y(frame.box.north) - frame.top) * frame.scale;
    context.drawImage(canvas, left, top, wide(frame), (wide(frame) * image.height) / image.width);
    context.restore();
  }

  /* Paint the heat of `cells` in one piece: for small maps. */
  function paint(context, cells, scale, frame) {
    const raster = zw.density.raster(cells, scale, frame.box, width(scale, frame));
    const image = new ImageData(raster.width, raster.height);
    colour(image, raster, scale, 0, raster.height);
    lay(context, image, scale, frame);
  }

  zw.painter = { COARSE, colour, lay, paint, path, width };
})((window.zhiwang = window.zhiwang || {}));
