/* Style of a base grid: a faint outline; coral when it holds overdue cases. Called by the map's layer. */
(function (zw) {
  "use strict";

  let known = null;
  let codes = new Set();

  zw.gridStyle = function (feature, context) {
    const hideout = (context && context.hideout) || {};
    if (hideout.overdue !== known) {
      known = hideout.overdue;
      codes = new Set(known || []);
    }
    if (codes.has(feature.properties && feature.properties.code)) {
      return { color: hideout.colour, weight: 1, opacity: 0.55, fill: true, fillColor: hideout.colour, fillOpacity: 0.12 };
    }
    return { color: hideout.line, weight: 0.5, opacity: 0.45, fill: false };
  };
})((window.zhiwang = window.zhiwang || {}));
