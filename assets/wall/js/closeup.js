/* A person at the wall looks closer: wheel, pinch, drag, double click. The map goes back to the whole after a
   minute without a touch, so that a wall is never left with a part of its city. */
(function (zw) {
  "use strict";

  const MOST = 40;
  const NEAR = 3;
  const STEP = 1.6;
  const BACK = 60000;
  const pointers = new Map();
  let pinch = null;
  let timer = null;

  function element(target) {
    return target instanceof Element ? target.closest(".map") : null;
  }

  function at(event, map) {
    const box = map.getBoundingClientRect();
    return { left: event.clientX - box.left, top: event.clientY - box.top };
  }

  /* Larger by a share, with the point under the finger or the mouse where it is. */
  function zoom(share, { left, top }) {
    const view = zw.mapview.view();
    if (view === null) {
      return;
    }
    const factor = Math.min(MOST, Math.max(1, zw.mapview.factor() * share));
    const point = zw.mapview.world(left, top);
    const side = view.whole * factor;
    show(factor, {
      x: point.x - (left - view.width / 2) / side,
      y: point.y - (top - view.height / 2) / side,
    });
  }

  function pan(left, top) {
    const view = zw.mapview.view();
    show(zw.mapview.factor(), { x: view.middle.x - left / view.side, y: view.middle.y - top / view.side });
  }

  function show(factor, middle) {
    zw.mapview.look(factor, middle);
    const near = factor >= NEAR;
    document.documentElement.dataset.near = factor <= 1 ? "no" : near ? "yes" : "some";
    zw.pulses.draw();
    zw.near.draw(near);
    /* Leaflet moves its names a moment later, and ours must not cover them. */
    window.setTimeout(zw.near.again, 150);
    window.clearTimeout(timer);
    timer = factor > 1 ? window.setTimeout(reset, BACK) : null;
  }

  function reset() {
    window.clearTimeout(timer);
    timer = null;
    pointers.clear();
    pinch = null;
    document.documentElement.dataset.near = "no";
    if (zw.mapview.factor() > 1) {
      show(1, null);
    }
    zw.near.draw(false);
  }

  /* Looking closer holds a playlist as a touch does; the touches that follow are no further ones. */
  function hold(event) {
    if (zw.mapview.factor() > 1) {
      event.stopPropagation();
    }
  }

  function distance() {
    const [one, other] = [...pointers.values()];
    return { far: Math.hypot(one.left - other.left, one.top - other.top), left: (one.left + other.left) / 2, top: (one.top + other.top) / 2 };
  }

  document.addEventListener(
    "wheel",
    (event) => {
      const map = element(event.target);
      if (map) {
        event.preventDefault();
        if (document.documentElement.dataset.paused !== "yes") {
          window.dispatchEvent(new PointerEvent("pointerdown"));
        }
        zoom(event.deltaY < 0 ? STEP : 1 / STEP, at(event, map));
      }
    },
    { passive: false },
  );
  document.addEventListener("dblclick", (event) => {
    const map = element(event.target);
    if (map) {
      zoom(STEP * STEP, at(event, map));
    }
  });
  document.addEventListener("pointerdown", (event) => {
    const map = element(event.target);
    if (map) {
      hold(event);
      pointers.set(event.pointerId, at(event, map));
      pinch = pointers.size === 2 ? distance() : null;
    }
  });
  document.addEventListener("pointermove", (event) => {
    const map = element(event.target);
    const before = pointers.get(event.pointerId);
    if (!map || !before) {
      return;
    }
    const now = at(event, map);
    pointers.set(event.pointerId, now);
    if (pointers.size === 2 && pinch !== null) {
      const next = distance();
      zoom(next.far / Math.max(1, pinch.far), next);
      pinch = next;
    } else if (pointers.size === 1 && zw.mapview.factor() > 1) {
      pan(now.left - before.left, now.top - before.top);
    }
  });
  for (const name of ["pointerup", "pointercancel"]) {
    document.addEventListener(name, (event) => {
      pointers.delete(event.pointerId);
      pinch = null;
    });
  }
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest(".map-whole")) {
      reset();
    }
  });

  zw.closeup = { zoom, reset };
})((window.zhiwang = window.zhiwang || {}));
