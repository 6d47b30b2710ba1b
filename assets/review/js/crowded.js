/* Words on a chart or a map are placed for a wide one; in a narrower one those that would cover others, or leave
   it, are hidden: pointing at the figure and its table still tell them. */
(function () {
  "use strict";

  const WORDS = { ".trend-box": ".annotation", ".map-box": ".town-label span" };
  let asked = false;

  function meets(one, other) {
    return one.left < other.right && other.left < one.right && one.top + 2 < other.bottom && other.top + 2 < one.bottom;
  }

  /* Those that meet the fewest others come first, so that as many as possible stay. */
  function spread(box, words) {
    const outer = box.getBoundingClientRect();
    const placed = Array.from(box.querySelectorAll(words), (label) => ({ label, edge: label.getBoundingClientRect() }));
    const inside = placed.filter(
      ({ edge }) =>
        edge.left >= outer.left && edge.right <= outer.right && edge.top >= outer.top && edge.bottom <= outer.bottom,
    );
    inside.forEach((one) => {
      one.met = inside.filter((other) => meets(one.edge, other.edge)).length;
    });
    const shown = [];
    inside
      .sort((one, other) => one.met - other.met)
      .forEach((one) => {
        if (!shown.some((other) => meets(one.edge, other.edge))) {
          shown.push(one);
        }
      });
    placed.forEach((one) => {
      one.label.style.visibility = shown.includes(one) ? "" : "hidden";
    });
  }

  function look() {
    if (asked) {
      return;
    }
    asked = true;
    window.requestAnimationFrame(() => {
      asked = false;
      Object.entries(WORDS).forEach(([box, words]) => {
        document.querySelectorAll(box).forEach((found) => spread(found, words));
      });
    });
  }

  /* Both draw their words anew when figures or size change; those of a map also move apart as it comes closer. */
  new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
  if (window.L) {
    window.L.Map.addInitHook(function () {
      this.on("zoomend viewreset resize", look);
    });
  }
})();
