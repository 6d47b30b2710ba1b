/* Renews what runs every few seconds, in place; can be paused, and says when what is shown has grown old.

   Elements with `data-figure` name a figure of the live document; `.freshness` holds the words of each state. Works on
   the page as it came and on what Dash makes of it later, because nothing but texts and classes is changed. */
(function () {
  "use strict";

  const ADDRESS = "/public/api/v1/live";
  const EVERY_MS = 5000;
  const SILENT_MS = 60000;
  const PAUSED = "zhiwang-public-paused";

  document.documentElement.dataset.scripts = "yes";
  let last = null;
  let moved = performance.now();
  let paused = false;
  let failed = 0;

  try {
    paused = window.sessionStorage.getItem(PAUSED) === "yes";
  } catch (error) {
    paused = false;
  }

  function at(document_, path) {
    return path.split(".").reduce((value, part) => (value === null || value === undefined ? null : value[part]), document_);
  }

  function count(value) {
    return Number(value).toLocaleString("en-US");
  }

  function percent(value, digits) {
    return `${(value * 100).toFixed(digits)}%`;
  }

  function words(element, value) {
    const data = element.dataset;
    if (data.kind === "count") {
      return value > 0
        ? data.about.replace("{n}", count(value))
        : data.below.replace("{n}", data.step);
    }
    if (!value) {
      return data.none;
    }
    if (typeof value.at_least === "number") {
      return data.least.replace("{n}", percent(value.at_least, 0));
    }
    if (typeof value.at_most === "number") {
      return data.most.replace("{n}", percent(value.at_most, 0));
    }
    return typeof value.value === "number" ? percent(value.value, 1) : data.none;
  }

  function put(element, text) {
    /* Only the text inside the node that is there: the element may be one of Dash's. */
    if (element.textContent === text) {
      return;
    }
    if (element.firstChild && element.firstChild.nodeType === Node.TEXT_NODE && element.childNodes.length === 1) {
      element.firstChild.nodeValue = text;
    } else {
      element.textContent = text;
    }
  }

  function moment(box, time) {
    const found = /^\d+-(\d+)-(\d+)T(\d+:\d+)/.exec(time || "");
    if (!found) {
      return "";
    }
    return box.dataset.moment
      .replace("{month}", box.dataset.months.split("|")[Number(found[1]) - 1])
      .replace("{day}", String(Number(found[2])))
      .replace("{time}", found[3]);
  }

  function state() {
    if (paused) {
      return "paused";
    }
    if (failed > 1) {
      return "offline";
    }
    if (last.held) {
      return "held";
    }
    if (!last.data_at) {
      return "unknown";
    }
    return performance.now() - moved > SILENT_MS ? "stale" : last.state;
  }

  function draw() {
    if (last === null) {
      return;
    }
    const now = state();
    for (const box of document.querySelectorAll(".freshness")) {
      const time = now === "held" ? last.held : last.data_at || last.at;
      const said = box.querySelector(".said");
      put(said, box.dataset[now].replace("{time}", moment(box, time)));
      if (box.dataset.state !== now) {
        box.className = `freshness ${now}`;
        box.dataset.state = now;
      }
    }
    for (const element of document.querySelectorAll("[data-figure]")) {
      put(element, words(element, at(last, element.dataset.figure)));
    }
    buttons();
  }

  function buttons() {
    for (const button of document.querySelectorAll(".freshness .pause")) {
      put(button, paused ? button.dataset.resume : button.dataset.pause);
      button.setAttribute("aria-pressed", String(paused));
    }
  }

  async function look() {
    if (paused || document.hidden || !document.querySelector(".freshness, [data-figure]")) {
      return;
    }
    try {
      const answer = await fetch(ADDRESS, { headers: { Accept: "application/json" } });
      if (!answer.ok) {
        throw new Error(String(answer.status));
      }
      const found = await answer.json();
      if (last === null || found.at !== last.at) {
        moved = performance.now();
      }
      last = found;
      failed = 0;
    } catch (error) {
      failed += 1;
    }
    draw();
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest(".freshness .pause");
    if (!button) {
      return;
    }
    paused = !paused;
    try {
      window.sessionStorage.setItem(PAUSED, paused ? "yes" : "no");
    } catch (error) {
      /* A browser without storage forgets it with the page. */
    }
    buttons();
    draw();
    look();
  });
  document.addEventListener("visibilitychange", look);
  /* Dash makes the page again, from the words of the server. */
  document.addEventListener("public-page", () => {
    buttons();
    draw();
  });
  window.setInterval(look, EVERY_MS);
  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", look);
  } else {
    look();
  }
  buttons();
})();
