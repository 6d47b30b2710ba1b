/* Discs and rings of the newest cases on the map: the first three numbered as in the ticker. */
(function (zw) {
  "use strict";

  const RIPPLE_SECONDS = 60;
  const MOST = 12;
  const firstSeen = new Map();
  let cases = [];

  function set(data) {
    cases = Array.isArray(data) ? data.filter((entry) => entry && Number.isFinite(entry.lon)).slice(0, MOST) : [];
    const now = zw.clock.elapsed();
    const server = zw.clock.now();
    const first = firstSeen.size === 0;
    for (const entry of cases) {
      if (!firstSeen.has(entry.id)) {
        /* What was old when the page came up is no new fact. */
        const age = first && server !== null ? server - entry.at : 0;
        firstSeen.set(entry.id, now - Math.max(0, age));
      }
    }
    for (const id of [...firstSeen.keys()]) {
      if (firstSeen.size > 4 * MOST && !cases.some((entry) => entry.id === id)) {
        firstSeen.delete(id);
      }
    }
    draw();
  }

  function draw() {
    const layer = document.querySelector(".pulse-layer");
    if (!layer) {
      return;
    }
    const kept = new Map([...layer.children].map((element) => [element.dataset.case, element]));
    for (const entry of [...cases].reverse()) {
      const element = kept.get(entry.id) || create(entry.id);
      kept.delete(entry.id);
      update(element, entry);
      if (element.parentNode !== layer) {
        layer.append(element);
      }
    }
    for (const element of kept.values()) {
      element.remove();
    }
  }

  function create(id) {
    const element = document.createElement("div");
    element.dataset.case = id;
    element.className = "pulse";
    for (let ring = 0; ring < 3; ring += 1) {
      element.append(document.createElement("i"));
    }
    element.append(document.createElement("b"));
    return element;
  }

  function update(element, entry) {
    const place = zw.mapview.place(entry.lon, entry.lat);
    element.hidden = place === null;
    if (place !== null) {
      /* Moved without a layout of the page: a drag does it with every frame. */
      element.style.translate = `${place.left.toFixed(1)}px ${place.top.toFixed(1)}px`;
    }
    const number = entry.number === null || entry.number === undefined ? "" : String(entry.number);
    element.lastChild.textContent = number;
    element.style.zIndex = number ? String(10 - entry.number) : "0";
    element.classList.toggle("urgent", entry.urgent === true);
    element.classList.toggle("numbered", number !== "");
    const fresh = zw.clock.elapsed() - (firstSeen.get(entry.id) || 0) < RIPPLE_SECONDS;
    element.classList.toggle("ripple", fresh);
    element.classList.toggle("gone", !fresh && number === "");
  }

  zw.pulses = { set, draw };
})((window.zhiwang = window.zhiwang || {}));
