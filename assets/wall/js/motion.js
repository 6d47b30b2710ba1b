/* The little that moves: only facts that are new, and nothing for viewers who ask for less. */
(function (zw) {
  "use strict";

  const query = window.matchMedia("(prefers-reduced-motion: reduce)");
  const SHIFTS = [[0, 0], [1, 0], [1, 1], [0, 1]];
  const SHIFT_PIXELS = 2;
  const SHIFT_SECONDS = 300;
  /* A breath is one swell of the heat; a busy city would otherwise pant. */
  const BREATH = 1600;
  const BETWEEN_BREATHS = 4000;
  const breathed = new WeakMap();
  let config = { motion: "full", shift: false };

  function allowed() {
    return config.motion !== "less" && !query.matches;
  }

  function setup(given) {
    config = given;
    tell();
  }

  /* For the sheets. */
  function tell() {
    document.documentElement.dataset.motion = allowed() ? "full" : "less";
  }

  /* New entries come in from the left. */
  function slide(element) {
    if (element && element.animate && allowed()) {
      element.animate([{ transform: "translateX(-2%)", opacity: 0.2 }, { transform: "none", opacity: 1 }], {
        duration: 300,
        easing: "ease-out",
      });
    }
  }

  /* Heat into which new cases came takes one breath, and is still again. */
  function breathe(element) {
    const now = performance.now();
    const last = breathed.get(element) || -Infinity;
    const live = document.documentElement.dataset.fresh !== "broken";
    if (element && allowed() && live && !document.hidden && now - last >= BETWEEN_BREATHS) {
      breathed.set(element, now);
      element.animate([{ opacity: 1 }, { opacity: 0.72 }, { opacity: 1 }], { duration: BREATH, easing: "ease-in-out" });
    }
  }

  /* Against burn-in the whole picture moves by two pixels every five minutes; nobody sees it. Where it
     stands follows from the server's clock, so that screens side by side move together. */
  function shift(now) {
    const page = document.querySelector(".wall");
    if (page && now !== null) {
      const [x, y] = config.shift ? SHIFTS[Math.floor(now / SHIFT_SECONDS) % SHIFTS.length] : SHIFTS[0];
      const place = x || y ? `${x * SHIFT_PIXELS}px ${y * SHIFT_PIXELS}px` : "";
      if (page.style.translate !== place) {
        page.style.translate = place;
      }
    }
  }

  query.addEventListener("change", tell);
  tell();

  zw.motion = { allowed, setup, slide, breathe, shift };
})((window.zhiwang = window.zhiwang || {}));
