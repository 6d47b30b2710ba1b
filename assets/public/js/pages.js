/* Takes the page over from the document, and keeps the document's title and language those of the page.

   The document holds the whole page; Dash makes the same components again behind it. Once they are there the two are
   swapped in one step, so that nobody sees a page come and go: what was open, typed or in focus stays so. */
(function () {
  "use strict";

  const LATEST_MS = 6000;
  const spaces = (window.dash_clientside = window.dash_clientside || {});
  spaces.public = spaces.public || {};

  let swapped = false;
  let here = null;
  let waiting = null;
  let returning = false;

  function steps(root, element) {
    const found = [];
    for (let node = element; node && node !== root; node = node.parentElement) {
      found.unshift(Array.prototype.indexOf.call(node.parentElement.children, node));
    }
    return found;
  }

  function follow(root, found) {
    return found.reduce((node, at) => (node ? node.children[at] : null), root);
  }

  function carryOver(first, made) {
    const open = Array.from(first.querySelectorAll("details"));
    made.querySelectorAll("details").forEach((details, at) => {
      details.open = Boolean(open[at] && open[at].open);
    });
    const typed = Array.from(first.querySelectorAll("input"));
    made.querySelectorAll("input").forEach((input, at) => {
      if (typed[at] && typed[at].value) {
        /* As if typed, so that the component knows of it. */
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(input, typed[at].value);
        input.dispatchEvent(new Event("input", { bubbles: true }));
      }
    });
    const answered = first.querySelector(".track-answer");
    if (answered && answered.innerHTML && made.querySelector(".track-answer")) {
      made.querySelector(".track-answer").innerHTML = answered.innerHTML;
    }
  }

  function swap() {
    const first = document.getElementById("first");
    const entry = document.getElementById("react-entry-point");
    const page = document.getElementById("page");
    if (swapped || !first || !entry || !page || !page.querySelector("main")) {
      return;
    }
    swapped = true;
    const active = first.contains(document.activeElement) ? document.activeElement : null;
    const path = active ? steps(first, active) : null;
    const scrolled = window.scrollY;
    carryOver(first, page);
    entry.hidden = false;
    first.remove();
    window.scrollTo(0, scrolled);
    const again = path && follow(page, path);
    if (again) {
      again.focus({ preventScroll: true });
    }
    document.documentElement.dataset.alive = "yes";
    document.dispatchEvent(new Event("public-page"));
  }

  /* On a narrow screen the pages are a strip: the one that is open is in sight. */
  function inSight() {
    const nav = document.querySelector(".top nav");
    const on = nav && nav.querySelector("a.on");
    if (on) {
      nav.scrollLeft = on.offsetLeft - (nav.clientWidth - on.offsetWidth) / 2;
    }
  }
  document.addEventListener("public-page", inSight);
  document.addEventListener("DOMContentLoaded", inSight);

  /* Called with title and language each time a page was made. */
  spaces.public.opened = function (made) {
    if (!made) {
      return spaces.no_update;
    }
    window.clearTimeout(waiting);
    document.title = made.title;
    document.documentElement.lang = made.language;
    window.requestAnimationFrame(() => {
      swap();
      document.dispatchEvent(new Event("public-page"));
      const path = window.location.pathname;
      if (here !== null && here !== path) {
        const main = document.getElementById("main");
        window.scrollTo(0, 0);
        if (main) {
          main.focus({ preventScroll: true });
        }
      }
      here = path;
    });
    return spaces.no_update;
  };

  /* A page that does not come is asked for as a document: what lies between may still have it. When that does not
     come either, the page that is shown stays, under its own address. */
  async function instead() {
    try {
      const answer = await fetch(window.location.href);
      if (answer.status < 500) {
        window.location.reload();
        return;
      }
    } catch (error) {
      /* Nobody answers: below. */
    }
    const main = document.getElementById("main");
    returning = true;
    window.history.replaceState({}, "", main.dataset.href);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    returning = false;
  }

  window.addEventListener("_dashprivate_pushstate", () => {
    window.clearTimeout(waiting);
    const main = document.getElementById("main");
    const shown = main && main.dataset.href === window.location.pathname + window.location.search;
    if (!returning && !shown) {
      waiting = window.setTimeout(instead, LATEST_MS);
    }
  });

  /* A list of months closes when something else is clicked, or with Escape. */
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.months[open]").forEach((details) => {
      if (!details.contains(event.target) || event.target.closest("a")) {
        details.open = false;
      }
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      document.querySelectorAll("details.months[open]").forEach((details) => {
        details.open = false;
        details.querySelector("summary").focus();
      });
    }
  });
})();
