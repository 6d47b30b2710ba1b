/* Counts down in every element that has a moment in data-until, once a second, by the server's clock.
   A broken picture stands still: so do its countdowns. */
(function (zw) {
  "use strict";

  const RUNNING = new Set(["live", "delayed"]);

  function digits(seconds) {
    const pad = (value) => String(value).padStart(2, "0");
    const whole = Math.abs(seconds);
    const text = `${Math.floor(whole / 3600)}:${pad(Math.floor(whole / 60) % 60)}:${pad(whole % 60)}`;
    return seconds < 0 ? `+${text}` : text;
  }

  /* What is left until a moment, as 1:23:45; beyond it what is over, as +0:00:12. */
  function left(until, now) {
    return digits(Math.ceil(until - now));
  }

  function write(element, now) {
    const until = element.dataset.until;
    const text = until ? left(Number(until), now) : "";
    if (element.textContent !== text) {
      element.textContent = text;
    }
    element.classList.toggle("over", until !== "" && Number(until) < now);
  }

  function draw() {
    const now = zw.clock.now();
    if (now !== null && RUNNING.has(document.documentElement.dataset.fresh)) {
      document.querySelectorAll("[data-until]").forEach((element) => write(element, now));
    }
  }

  /* When a row gets another case its time changes with its words, not a moment later. */
  function changed(records) {
    const now = zw.clock.now();
    if (now === null) {
      return;
    }
    const touched = new Set();
    for (const { target } of records) {
      if (target.nodeType === Node.ELEMENT_NODE && target.dataset.until !== undefined) {
        touched.add(target);
      }
    }
    touched.forEach((element) => write(element, now));
  }

  function tick() {
    draw();
    const now = zw.clock.now();
    window.setTimeout(tick, now === null ? 500 : 1000 - ((now * 1000) % 1000) + 5);
  }

  function start() {
    new MutationObserver(changed).observe(document.body, {
      attributes: true,
      attributeFilter: ["data-until"],
      childList: true,
      subtree: true,
    });
    tick();
  }

  if (document.body) {
    start();
  } else {
    document.addEventListener("DOMContentLoaded", start);
  }

  zw.countdown = { draw, left };
})((window.zhiwang = window.zhiwang || {}));
