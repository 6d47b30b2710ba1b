/* Rows that change places slide to their new ones. The stream writes other texts into elements that stay, so
   a row is known by its name: where the name stood before is where the row comes from. */
(function (zw) {
  "use strict";

  /* Names in the lists by rank: towns, fullest places, ranking, subclasses, evaluation. */
  const NAME = /^(t|v|r|c|e)\d+-n$/;
  const TIMING = { duration: 300, easing: "ease-out" };

  function rows(list) {
    const found = new Map();
    for (const name of document.querySelectorAll(`.wall [id^="${list}"][id$="-n"]`)) {
      const row = NAME.test(name.id) ? name.closest(`[id^="${list}"][id$="-r"], [id^="${list}"][id$="-c"]`) : null;
      const box = row === null ? null : row.getBoundingClientRect();
      if (box !== null && box.width && name.textContent) {
        found.set(name.textContent, { row, left: box.left, top: box.top });
      }
    }
    return found;
  }

  /* Look at the lists in which properties change a name, before they are written; afterwards call what is
     returned. Null when no name changes. */
  function before(props) {
    const lists = new Set();
    for (const [id, values] of Object.entries(props)) {
      if (NAME.test(id) && values && "children" in values) {
        lists.add(id[0]);
      }
    }
    if (!lists.size || document.hidden || !zw.motion.allowed()) {
      return null;
    }
    const places = new Map([...lists].map((list) => [list, rows(list)]));
    return () => places.forEach((old, list) => move(old, rows(list)));
  }

  function move(old, now) {
    for (const [name, { row, left, top }] of now) {
      const from = old.get(name);
      if (from === undefined) {
        row.animate([{ opacity: 0 }, { opacity: 1 }], TIMING);
      } else if (Math.abs(from.left - left) > 1 || Math.abs(from.top - top) > 1) {
        const way = `translate(${from.left - left}px, ${from.top - top}px)`;
        row.animate([{ transform: way }, { transform: "none" }], TIMING);
      }
    }
  }

  zw.slide = { before };
})((window.zhiwang = window.zhiwang || {}));
