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
    return { found, low, octaves };
  }

  /* A raster of values as a canvas of its size; what lies an octave below the lowest tick stays clear. */
  function colour(raster, scale) {
    const canvas = document.createElement("canvas");
    canvas.width = raster.width;
    canvas.height = raster.height;
    const context = canvas.getContext("2d");
    const image = context.createImageData(raster.width, raster.height);
    const { found, low, octaves } = table(scale);
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

  /* Paint the heat of `cells` over the frame's `box`, inside its `clip` path. The raster's last row may
     reach beyond the box. Returns the height of what was painted, as a share of its width. */
  function paint(context, cells, scale, frame) {
    const { x, y } = zw.mercator;
    const wide = (x(frame.box.east) - x(frame.box.west)) * frame.scale;
    const raster = zw.density.raster(cells, scale, frame.box, Math.min(scale.coarse || COARSE, Math.max(8, Math.round(wide))));
    const ratio = raster.height / raster.width;
    context.save();
    context.clip(frame.clip);
    context.imageSmoothingEnabled = !scale.square_cells;
    context.imageSmoothingQuality = "high";
    const left = (x(frame.box.west) - frame.left) * frame.scale;
    const top = (y(frame.box.north) - frame.top) * frame.scale;
    context.drawImage(colour(raster, scale), left, top, wide, wide * ratio);
    context.restore();
    return ratio;
  }

  zw.painter = { COARSE, paint, path };
})((window.zhiwang = window.zhiwang || {}));
