/* Web Mercator on a world of side 1, and metres on the ground. */
(function (zw) {
  "use strict";

  const RADIANS = Math.PI / 180;
  /* Metres of one degree of longitude at the equator of the WGS-84 ellipsoid. */
  const DEGREE = 111319.4908;

  function x(lon) {
    return lon / 360 + 0.5;
  }

  function y(lat) {
    const sine = Math.sin(lat * RADIANS);
    return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
  }

  function lat(value) {
    return (2 * Math.atan(Math.exp((0.5 - value) * 2 * Math.PI)) - Math.PI / 2) / RADIANS;
  }

  /* Metres on the ground of one unit of the world at a latitude. */
  function metres(latitude) {
    return 360 * DEGREE * Math.cos(latitude * RADIANS);
  }

  zw.mercator = { x, y, lat, metres };
})((window.zhiwang = window.zhiwang || {}));
