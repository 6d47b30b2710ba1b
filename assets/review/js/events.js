/* Words of events on a course are placed for a wide chart; in a narrower one those that would cover others, or
   leave the chart, are hidden: pointing at the course and its table still tell them. */
(function () {
  "use strict";

  const BOX = ".trend-box";
  let asked = false;

  function meets(one, other) {
    return one.left < other.right && other.left < one.right && one.top + 2 < other.bottom && other.top + 2 < one.bottom;
  }

  function spread(box) {
    const outer = box.getBoundingClientRect();
    const shown = [];
    box.querySelectorAll(".annotation").forEach((label) => {
      const edge = label.getBoundingClientRect();
      const leaves = edge.left < outer.left || edge.right > outer.right;
      const hidden = leaves || shown.some((other) => meets(edge, other));
      label.style.visibility = hidden ? "hidden" : "";
      if (!hidden) {
        shown.push(edge);
      }
    });
  }

  /* The chart draws its words anew whenever its figures or its size change. */
  new MutationObserver(() => {
    if (asked || !document.querySelector(BOX)) {
      return;
    }
    asked = true;
    window.requestAnimationFrame(() => {
      asked = false;
      document.querySelectorAll(BOX).forEach(spread);
    });
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
