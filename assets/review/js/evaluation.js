/* The evaluation page in the browser: its controls write the address, and only what somebody moved is a trial. */
(function () {
  "use strict";

  const clientside = (window.dash_clientside = window.dash_clientside || {});
  const review = (clientside.review = clientside.review || {});
  const no = () => window.dash_clientside.no_update;
  const DEPEND_ON_OBJECTS = ["focus", "cause"];

  function written(parameters) {
    const text = parameters.toString().replace(/%2C/g, ",").replace(/%3D/g, "=");
    return text ? `?${text}` : "";
  }

  review.evaluationControls = function (values, ids) {
    const parameters = new URLSearchParams(window.location.search);
    const before = written(parameters);
    const body = document.getElementById("e-page");
    values.forEach((value, place) => {
      const name = ids[place].index;
      if (value === undefined || value === null) {
        return;
      }
      /* An address without a month means the last one that is over. */
      if (name === "month" && !parameters.has(name) && body && body.dataset.month === value) {
        return;
      }
      if (name === "area" && (parameters.get(name) || "") !== value) {
        DEPEND_ON_OBJECTS.forEach((other) => parameters.delete(other));
      }
      if (value) {
        parameters.set(name, value);
      } else {
        parameters.delete(name);
      }
    });
    return written(parameters) === before ? no() : written(parameters);
  };

  /* A slider that shows a weight which another one left for it is no wish of anybody. */
  review.evaluationRules = function (values, ids, shown) {
    if (!shown) {
      return no();
    }
    const parameters = new URLSearchParams(window.location.search);
    const before = written(parameters);
    const wanted = new Map();
    (parameters.get("trial") || "").split(",").filter(Boolean).forEach((part) => {
      const [name, value] = part.split("=");
      wanted.set(name, value);
    });
    values.forEach((value, place) => {
      const name = ids[place].index;
      if (typeof value === "number" && Math.abs(value - shown[name]) > 1e-6) {
        wanted.set(name, String(value));
      }
    });
    const text = [...wanted].map(([name, value]) => `${name}=${value}`).sort().join(",");
    if (text) {
      parameters.set("trial", text);
    } else {
      parameters.delete("trial");
    }
    return written(parameters) === before ? no() : written(parameters);
  };
})();
