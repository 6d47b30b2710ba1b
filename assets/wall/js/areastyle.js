/* Style of an area that is filled by its rate; one without a rate stays land. Called by the map's layer. */
(function (zw) {
  "use strict";

  zw.areaStyle = function (feature, context) {
    const fills = (context && context.hideout && context.hideout.fills) || {};
    const colour = fills[feature.properties && feature.properties.code];
    return { stroke: false, fill: colour !== undefined, fillColor: colour, fillOpacity: 1 };
  };
})((window.zhiwang = window.zhiwang || {}));
