/* The city's outline: frame of the map and edge of the heat. */
(function (zw) {
  "use strict";

  let rings = [];
  let box = null;

  function ringsOf(geometry) {
    if (!geometry) {
      return [];
    }
    if (geometry.type === "Polygon") {
      return geometry.coordinates;
    }
    return geometry.type === "MultiPolygon" ? geometry.coordinates.flat() : [];
  }

  async function load(config) {
    rings = [];
    box = { west: config.bounds[0], south: config.bounds[1], east: config.bounds[2], north: config.bounds[3] };
    const answer = await fetch(config.outline);
    if (!answer.ok) {
      throw new Error(`no outline: ${answer.status}`);
    }
    const collection = await answer.json();
    rings = collection.features.flatMap((feature) => ringsOf(feature.geometry));
    if (rings.length) {
      box = boxOf(rings);
    }
  }

  function boxOf(some) {
    const found = { west: 180, south: 90, east: -180, north: -90 };
    for (const ring of some) {
      for (const [lon, lat] of ring) {
        found.west = Math.min(found.west, lon);
        found.east = Math.max(found.east, lon);
        found.south = Math.min(found.south, lat);
        found.north = Math.max(found.north, lat);
      }
    }
    return found;
  }

  zw.outline = { load, ringsOf, boxOf, rings: () => rings, box: () => box };
})((window.zhiwang = window.zhiwang || {}));
