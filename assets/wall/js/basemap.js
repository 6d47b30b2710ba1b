/* Tiles of a service whose coordinates are shifted: moves them back under the city, by the offset at the middle
   of what is seen. The shifts are those of data_access/ingest/coordinates.py; a test compares them. */
(function (zw) {
  "use strict";

  const { PI, abs, atan2, cos, hypot, sin, sqrt } = Math;
  const AXIS = 6378245;
  const ECCENTRICITY = 0.006693421622965943;
  const TURN = (PI * 3000) / 180;
  let system = null;

  function setup(config) {
    system = config || null;
  }

  function gcj02(lon, lat) {
    const [u, v] = [lon - 105, lat - 35];
    const waves = ((20 * sin(6 * u * PI) + 20 * sin(2 * u * PI)) * 2) / 3;
    const swing = (at, one, other) => ((20 * sin(at * PI) + 40 * sin((at / 3) * PI) + one * sin((at / 12) * PI) + other * sin((at * PI) / 30)) * 2) / 3;
    const north = -100 + 2 * u + 3 * v + 0.2 * v * v + 0.1 * u * v + 0.2 * sqrt(abs(u)) + waves + swing(v, 160, 320);
    const east = 300 + u + 2 * v + 0.1 * u * u + 0.1 * u * v + 0.1 * sqrt(abs(u)) + waves + swing(u, 150, 300);
    const turn = (lat * PI) / 180;
    const magic = 1 - ECCENTRICITY * sin(turn) ** 2;
    const degrees = (metres, radius) => ((metres / radius) * 180) / PI;
    return [
      lon + degrees(east, (AXIS / sqrt(magic)) * cos(turn)),
      lat + degrees(north, (AXIS * (1 - ECCENTRICITY)) / magic ** 1.5),
    ];
  }

  function bd09(lon, lat) {
    const [x, y] = gcj02(lon, lat);
    const radius = hypot(x, y) + 0.00002 * sin(y * TURN);
    const angle = atan2(y, x) + 0.000003 * cos(x * TURN);
    return [radius * cos(angle) + 0.0065, radius * sin(angle) + 0.006];
  }

  const SHIFTS = { wgs84: (lon, lat) => [lon, lat], gcj02, bd09 };

  function place({ side, middle }) {
    const pane = document.querySelector(".leaflet-base-pane");
    if (system === null || pane === null) {
      return;
    }
    const { x, y, lat } = zw.mercator;
    const [there, up] = SHIFTS[system]((middle.x - 0.5) * 360, lat(middle.y));
    pane.style.translate = `${((middle.x - x(there)) * side).toFixed(2)}px ${((middle.y - y(up)) * side).toFixed(2)}px`;
  }

  zw.basemap = { setup, place };
})((window.zhiwang = window.zhiwang || {}));
