/* Small maps of one layer of the heat each: `.smallmaps` says scale, area and boundaries, and each
   `canvas[data-layer]` in it shows its layer. Looks once a second, paints what has changed. */
(function (zw) {
  "use strict";

  const shown = new WeakMap();
  const gained = new WeakMap();
  let stated = null;
  let scale = null;

  /* Scale of a scene laid over what the server told of the raster; null before it did. */
  function settings(element) {
    const told = zw.heat.settings();
    if (told === null) {
      return null;
    }
    if (element.dataset.heat !== stated || scale === null) {
      stated = element.dataset.heat;
      scale = { ...told, kernel_km: undefined, square_cells: undefined, ...JSON.parse(stated) };
    }
    return scale;
  }

  function look() {
    const maps = document.querySelector(".smallmaps");
    const told = maps === null ? null : settings(maps);
    if (told === null || document.hidden || !zw.ground.ready(maps.dataset.towns)) {
      return;
    }
    for (const canvas of maps.querySelectorAll("canvas[data-layer]")) {
      const { cells, version, gains } = zw.heat.layer(Number(canvas.dataset.layer));
      const state = [canvas.dataset.layer, version, canvas.clientWidth, canvas.clientHeight, stated, maps.dataset.area, zw.graphics.turn()];
      if (shown.get(canvas) !== state.join(" ") && canvas.clientWidth) {
        shown.set(canvas, state.join(" "));
        zw.ground.draw(canvas, maps.dataset.area, cells, told);
        const before = gained.get(canvas);
        gained.set(canvas, { layer: canvas.dataset.layer, gains });
        if (before !== undefined && before.layer === canvas.dataset.layer && gains > before.gains) {
          zw.motion.breathe(canvas);
        }
      }
    }
  }

  window.setInterval(look, 1000);

  zw.smallmaps = { look, settings };
})((window.zhiwang = window.zhiwang || {}));
