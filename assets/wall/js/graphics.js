/* Heals canvases: when the graphics processor was reset, the browser gives their contexts back empty, and
   everything on them has to be drawn again. Drawings that are kept by what they show ask for the turn. */
(function (zw) {
  "use strict";

  const PAUSE = 200;
  let turn = 0;
  let timer = null;

  /* Many canvases come back at once. */
  function heal() {
    if (timer === null) {
      timer = window.setTimeout(() => {
        timer = null;
        turn += 1;
        zw.mapview.fit();
        zw.heat.paint();
        zw.smallmaps.look();
      }, PAUSE);
    }
  }

  /* Whether what is drawn into a context goes nowhere now. */
  function isLost(context) {
    return typeof context.isContextLost === "function" && context.isContextLost();
  }

  /* These events do not bubble, but the document sees them on their way down. */
  document.addEventListener("contextrestored", heal, true);

  zw.graphics = { turn: () => turn, isLost };
})((window.zhiwang = window.zhiwang || {}));
