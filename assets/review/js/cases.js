/* The filters of the list of cases live in the address under the names of the question's options. */
(function () {
  "use strict";

  const review = ((window.dash_clientside = window.dash_clientside || {}).review =
    window.dash_clientside.review || {});
  const no = () => window.dash_clientside.no_update;
  const { put, set, written } = review.address;
  const PARTS = ["area", "class", "subclass", "source", "department", "stage"];
  const STATES = ["open", "overdue", "due-soon", "urgent", "suspended", "returned", "reworked"];
  const DAY = 86400000;

  /* The address names the day after the last one. */
  function shifted(day, days) {
    return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
  }

  /* From the controls to the address. Times to the second, which links may carry, stay until the days change. */
  review.casesFilter = function (days, states, area, kind, subclass, source, department, stage, search, pathname) {
    if (!(pathname || "").startsWith("/review/cases")) {
      return no();
    }
    const parameters = new URLSearchParams(search || "");
    const [first, last] = days || [];
    if (first && !last) {
      return no();
    }
    if ((first || "") !== (parameters.get("from") || "").slice(0, 10) || (last || "") !== lastDay(parameters)) {
      put(parameters, "from", first);
      put(parameters, "to", last && shifted(last, 1));
    }
    for (const name of STATES) {
      if (parameters.get(name) !== "no" || (states || []).includes(name)) {
        put(parameters, name, (states || []).includes(name) && "yes");
      }
    }
    [area, kind, subclass, source, department, stage].forEach((codes, place) => {
      put(parameters, PARTS[place], (codes || []).join(","));
    });
    const after = written(parameters);
    return written(new URLSearchParams(search || "")) === after ? no() : after;
  };

  function lastDay(parameters) {
    const end = parameters.get("to") || "";
    return end.length === 10 ? shifted(end, -1) : end.slice(0, 10);
  }

  /* From the address to the controls: links, the back button. */
  review.showCasesFilters = function (search, days, states, ...parts) {
    /* Nothing has been handed on yet: the page was made from the address. */
    if (typeof search !== "string" || !document.getElementById("c-days")) {
      return no();
    }
    const parameters = new URLSearchParams(search || "");
    const first = (parameters.get("from") || "").slice(0, 10) || null;
    const last = lastDay(parameters) || null;
    set("c-days", [first, last], days || [null, null]);
    set("c-states", STATES.filter((name) => parameters.get(name) === "yes"), states || []);
    PARTS.forEach((name, place) => {
      const text = parameters.get(name);
      set(`c-${name}`, text ? text.split(",") : [], parts[place] || []);
    });
    return no();
  };
})();
