/* Applies properties from the stream to the page: figures at once, charts and layers of the map when the
   figures are painted. The ticker and the discs on the map are held back, so that they step together every
   few seconds and can be read. */
(function (zw) {
  "use strict";

  const STEP = 4000;
  /* Components whose properties browser code owns; a whole picture from the server leaves them alone. */
  const OWN = new Set(["map", "heat-image", "config", "heat", "root", "url"]);
  const HELD = /^(n\d+-|pulses$|ticker-empty$)/;
  let held = new Map();
  let waiting = new Map();
  let timer = null;

  /* An image or a chart may be ready a moment after its scene has given way: Dash no longer knows it then. */
  function set(id, props) {
    try {
      window.dash_clientside.set_props(id, props);
    } catch (error) {
      if (!(error instanceof TypeError)) {
        throw error;
      }
      zw.apply.missed += 1;
    }
  }

  function put(id, values) {
    if (!waiting.has(id) && zw.elements.write(id, values)) {
      return;
    }
    if (!waiting.size) {
      zw.slices.afterPaint(flush);
    }
    waiting.set(id, { ...waiting.get(id), ...values });
  }

  function flush() {
    const now = waiting;
    if (!now.size) {
      return;
    }
    waiting = new Map();
    const inner = [];
    for (const [id, values] of now) {
      set(id, values);
      inner.push(...zw.elements.inside(values.children));
    }
    if (inner.length) {
      /* Where Dash knows an older text than the element shows, it sees no change and leaves it. */
      zw.slices.afterPaint(() => inner.forEach(([id, values]) => zw.elements.write(id, values)));
    }
  }

  function apply(props) {
    if (typeof props !== "object" || props === null || Array.isArray(props)) {
      throw new TypeError("props is not an object");
    }
    const moved = zw.slide.before(props);
    for (const [id, values] of Object.entries(props)) {
      if (typeof values !== "object" || values === null) {
        throw new TypeError(`no properties for ${id}`);
      }
      if (OWN.has(id)) {
        continue;
      }
      if (HELD.test(id)) {
        held.set(id, { ...held.get(id), ...values });
      } else {
        put(id, values);
      }
    }
    if (moved !== null) {
      moved();
    }
  }

  function mayStep() {
    const paused = document.querySelector(".ticker:hover");
    return !paused && document.documentElement.dataset.fresh !== "broken";
  }

  function step() {
    if (!held.size || !mayStep()) {
      return;
    }
    const now = held;
    held = new Map();
    const moved = now.has("n0-t") || now.has("n0-w");
    for (const [id, values] of now) {
      put(id, values);
    }
    if (moved) {
      zw.motion.slide(document.querySelector(".ticker-entries"));
    }
  }

  function start() {
    if (timer === null) {
      timer = window.setInterval(step, STEP);
    }
  }

  /* What waits belongs to a scene that is gone. */
  function forget() {
    held = new Map();
    waiting = new Map();
  }

  zw.apply = { apply, start, set, forget, missed: 0 };
})((window.zhiwang = window.zhiwang || {}));
