/* Filters live in the address. Controls write it, and whatever writes it (a link, the back button, undo) comes back
   to the controls. */
(function () {
  "use strict";

  const review = ((window.dash_clientside = window.dash_clientside || {}).review =
    window.dash_clientside.review || {});
  const no = () => window.dash_clientside.no_update;
  const { put, set, written } = review.address;
  const PARTS = ["area", "class", "subclass", "source", "department", "stage"];
  const CUSTOM = "custom";
  const PRESETS = ["today", "yesterday", "week", "last-week", "month", "last-month", "13-months"];
  const MONTH = /^\d{4}-\d{2}$/;
  const RANGE = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/;

  function periodOf(period, range) {
    if (period !== CUSTOM) {
      return period;
    }
    return range && range[0] && range[1] ? `${range[0]}..${range[1]}` : null;
  }

  /* From the controls to the address. */
  review.filter = function (period, range, compare, area, kind, subclass, source, department, stage, search) {
    const parameters = new URLSearchParams(search || "");
    const own = document.querySelector(".filter.range");
    if (own) {
      own.classList.toggle("off", period !== CUSTOM);
    }
    const chosen = periodOf(period, range);
    if (chosen === null) {
      return no();
    }
    put(parameters, "period", chosen, "month");
    put(parameters, "compare", compare, "previous");
    [area, kind, subclass, source, department, stage].forEach((codes, place) => {
      put(parameters, PARTS[place], (codes || []).join(","), "");
    });
    const after = written(parameters);
    return written(new URLSearchParams(search || "")) === after ? no() : after;
  };

  /* Every property that is set makes the whole page look whether it changed: only what differs is set. */
  /* From the address to the controls. */
  review.showFilters = function (search, periodShown, rangeShown, compareShown, ...partsShown) {
    /* Nothing has been handed on yet: the page was made from the address. */
    if (typeof search !== "string" || !document.getElementById("filters")) {
      return no();
    }
    const parameters = new URLSearchParams(search || "");
    const period = parameters.get("period") || "month";
    const range = RANGE.exec(period);
    const known = PRESETS.includes(period) || MONTH.test(period);
    set("f-period", known ? period : CUSTOM, periodShown);
    if (range) {
      set("f-range", [range[1], range[2]], rangeShown);
    }
    set("f-compare", parameters.get("compare") || "previous", compareShown);
    PARTS.forEach((name, place) => {
      const text = parameters.get(name);
      set(`f-${name}`, text ? text.split(",") : [], partsShown[place] || []);
    });
    return no();
  };

  /* Only what is no filter stays: the language. */
  review.reset = function (clicks, search) {
    if (!clicks) {
      return no();
    }
    const language = new URLSearchParams(search || "").get("lang");
    return language ? `?lang=${language}` : "";
  };

  function copied(button) {
    const bar = document.getElementById("filters");
    button.textContent = bar.dataset.copied;
    window.setTimeout(() => {
      button.textContent = bar.dataset.copy;
    }, 2000);
  }

  /* Without a secure address browsers give no clipboard; the old way still works there. */
  function copyByHand(text) {
    const field = document.createElement("textarea");
    field.value = text;
    field.className = "sr";
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("#f-copy, #f-undo");
    if (!button) {
      return;
    }
    if (button.id === "f-undo") {
      window.history.back();
      return;
    }
    const text = window.location.href;
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(text).catch(() => copyByHand(text)).finally(() => copied(button));
    } else {
      copyByHand(text);
      copied(button);
    }
  });
})();
