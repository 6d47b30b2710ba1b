/* Writes the state of freshness onto the page: pill, banner, frame, late panels, clock and date. */
(function (zw) {
  "use strict";

  const shown = new WeakMap();
  let last = null;

  /* Set a text only where it changes, so that an idle second costs no layout. */
  function write(selector, text) {
    for (const element of document.querySelectorAll(selector)) {
      if (shown.get(element) !== text || element.textContent !== text) {
        element.textContent = text;
        shown.set(element, text);
      }
    }
  }

  function pillText(state) {
    const age = zw.words.age(state.age);
    if (state.level === "waiting") {
      return zw.words.say("waiting");
    }
    if (state.level === "live") {
      return zw.words.say("live", { age });
    }
    if (state.reason === "feed") {
      return state.feed ? zw.words.say("late_feed", { feed: state.feed, age }) : zw.words.say("delayed", { age });
    }
    return zw.words.say(`late_${state.reason}`, { age });
  }

  function panels(late) {
    for (const panel of document.querySelectorAll("[data-feed]")) {
      const feed = late.find((entry) => entry.feed === panel.dataset.feed);
      panel.classList.toggle("late", Boolean(feed));
      const note = panel.querySelector(".late-note");
      const text = feed ? zw.words.say("as_of", { time: zw.words.time(zw.clock.now() - feed.age).slice(0, 5) }) : "";
      if (note && note.textContent !== text) {
        note.textContent = text;
      }
    }
  }

  function show(state, attempts) {
    last = state;
    document.documentElement.dataset.fresh = state.level;
    write(".pill-text", pillText(state));
    const delay = zw.stream.delay();
    if (delay !== null) {
      const title = zw.words.say("paint", { milliseconds: Math.round(delay * 1000) });
      for (const pill of document.querySelectorAll(".pill")) {
        pill.title = title;
      }
    }
    panels(state.panels || []);
    if (state.level === "broken") {
      const frame = zw.words.time(zw.clock.now() - state.age);
      write(".banner-age", zw.words.say("broken", { age: zw.words.age(state.age) }));
      write(".banner-frame", zw.words.say("last_frame", { time: frame }));
      write(
        ".banner-tries",
        state.reason === "stream"
          ? zw.words.say("tries", { count: Math.max(1, attempts) })
          : zw.words.say(`reason_${state.reason}`),
      );
    }
  }

  function clock() {
    const now = zw.clock.now();
    if (now !== null) {
      write(".clock", zw.words.time(now));
      write(".date", zw.words.date(now));
    }
  }

  /* What was shown last is what people in the room have been told. */
  zw.marks = { show, clock, state: () => last };
})((window.zhiwang = window.zhiwang || {}));
