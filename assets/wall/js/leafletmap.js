/* Leaflet's map, moved directly: as a property of its component a place would reach it frames later. While
   somebody drags, what Leaflet has drawn is shifted as it is; it draws anew at rest, or before the edge of its
   drawings comes into view. */
(function (zw) {
  "use strict";

  /* Share of the map's box that is drawn beyond each of its sides. */
  const SPARE = 0.25;
  let map = null;
  let wanted = null;
  let moving = false;

  if (window.L) {
    window.L.Renderer.mergeOptions({ padding: SPARE });
    window.L.Map.addInitHook(function () {
      map = this;
      wanted = null;
      /* Its component looks at the place it was made with when it comes up, which may be after the first fit. */
      this.on("moveend", () => map === this && !moving && wanted !== null && put());
    });
  }

  function put() {
    moving = true;
    map.invalidateSize({ animate: false, pan: false });
    map.setView(wanted.center, wanted.zoom, { animate: false });
    moving = false;
  }

  /* Show this place, {center, zoom}; false while the element has no map. */
  function show(element, place) {
    if (map === null || map.getContainer() !== element) {
      return false;
    }
    wanted = place;
    put();
    map.getPane("mapPane").style.translate = "";
    return true;
  }

  /* Shift what is drawn by so many pixels from where it was drawn. */
  function shift({ left, top }) {
    map.getPane("mapPane").style.translate = `${left.toFixed(1)}px ${top.toFixed(1)}px`;
  }

  zw.leafletmap = { SPARE, show, shift };
})((window.zhiwang = window.zhiwang || {}));
