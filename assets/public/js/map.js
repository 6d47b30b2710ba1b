/* The map under finger, pointer and arrow keys: one area at a time, its figures in a line below, Enter opens its
   page. One stop for the tab key; arrows go to the next area in their direction. */
(function () {
  "use strict";

  const AREA = ".map .area[data-href]";
  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  function areaOf(event) {
    return event.target.closest && event.target.closest(AREA);
  }

  function areas(area) {
    return Array.from(area.closest(".areas").querySelectorAll(".area[data-href]"));
  }

  function centre(area) {
    const box = area.getBBox();
    return [box.x + box.width / 2, box.y + box.height / 2];
  }

  /* The first area of each map can be reached with the tab key. */
  function reachable() {
    for (const group of document.querySelectorAll(".map .areas")) {
      const all = group.querySelectorAll(".area[data-href]");
      if (all.length && !group.querySelector("[tabindex='0']")) {
        all.forEach((area, at) => area.setAttribute("tabindex", at ? "-1" : "0"));
      }
    }
  }

  /* A ring over all shapes: the border of one is half covered by those drawn after it. */
  function ring(area) {
    const map = area.closest("svg.map");
    let shape = map.querySelector(".ring");
    if (!shape) {
      shape = document.createElementNS("http://www.w3.org/2000/svg", "path");
      shape.setAttribute("class", "ring");
      shape.setAttribute("aria-hidden", "true");
      map.append(shape);
    }
    shape.setAttribute("d", area.getAttribute("d"));
  }

  function show(area, lasting) {
    ring(area);
    const box = area.closest(".map-box");
    const tip = box.querySelector(".tip");
    const name = document.createElement("b");
    name.textContent = `${area.dataset.name} ${area.dataset.value}`;
    const more = document.createElement("span");
    more.textContent = area.dataset.more || "";
    const open = document.createElement("a");
    open.href = area.dataset.href;
    open.textContent = tip.dataset.open;
    tip.replaceChildren(name, more, open);
    tip.classList.add("shown");
    tip.dataset.lasting = lasting ? "yes" : "";
  }

  function hide(box) {
    const tip = box.querySelector(".tip");
    if (tip.dataset.lasting !== "yes") {
      tip.classList.remove("shown");
      tip.textContent = tip.dataset.hint;
      const shape = box.querySelector(".ring");
      if (shape) {
        shape.remove();
      }
    }
  }

  function move(area, step) {
    const [x, y] = centre(area);
    let best = null;
    let least = Infinity;
    for (const other of areas(area)) {
      const [ox, oy] = centre(other);
      const along = (ox - x) * step[0] + (oy - y) * step[1];
      const aside = Math.abs((ox - x) * step[1]) + Math.abs((oy - y) * step[0]);
      /* Straight ahead counts for more than near. */
      if (other !== area && along > 1 && along + 2 * aside < least) {
        least = along + 2 * aside;
        best = other;
      }
    }
    if (best) {
      area.setAttribute("tabindex", "-1");
      best.setAttribute("tabindex", "0");
      best.focus();
    }
  }

  document.addEventListener("click", (event) => {
    const area = areaOf(event);
    if (area) {
      show(area, true);
      area.focus({ preventScroll: true });
    }
  });
  document.addEventListener("focusin", (event) => {
    const area = areaOf(event);
    if (area && area.matches(":focus-visible")) {
      show(area, true);
    }
  });
  document.addEventListener("pointerover", (event) => {
    const area = areaOf(event);
    if (area && event.pointerType === "mouse") {
      const tip = area.closest(".map-box").querySelector(".tip");
      if (tip.dataset.lasting !== "yes") {
        show(area, false);
      }
    }
  });
  document.addEventListener("pointerout", (event) => {
    const area = areaOf(event);
    if (area && event.pointerType === "mouse") {
      hide(area.closest(".map-box"));
    }
  });
  document.addEventListener("keydown", (event) => {
    const area = areaOf(event);
    if (!area) {
      return;
    }
    if (STEPS[event.key]) {
      event.preventDefault();
      move(area, STEPS[event.key]);
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      const link = area.closest(".map-box").querySelector(".tip a");
      if (link) {
        link.click();
      }
    } else if (event.key === "Escape") {
      const box = area.closest(".map-box");
      box.querySelector(".tip").dataset.lasting = "";
      hide(box);
    }
  });
  document.addEventListener("public-page", reachable);
  document.addEventListener("DOMContentLoaded", reachable);
  reachable();
})();
