/* How old what the wall shows is: the state machine live, delayed, broken. Pure: no clock, no page. */
(function (zw) {
  "use strict";

  const QUIET = 3;
  const BROKEN = 60;
  const STAFF = "staff";
  const ORDER = { live: 0, delayed: 1, broken: 2 };

  /* One reading: `age` in seconds, live up to `live`, broken above `broken`. `silence` is the part of the
     age in which nothing was heard: it blames the stream, not what the stream told about. */
  function reading(reason, age, live, broken, feed, silence) {
    const known = age - (silence || 0);
    const level = known > broken ? "broken" : known > live ? "delayed" : "live";
    return { level, age: Math.max(0, age), reason, feed: feed || null };
  }

  function feedReading(name, feed, now, silence) {
    const interval = Number(feed.expected_seconds) || 0;
    const live = Math.max(2 * interval, QUIET);
    return reading("feed", now - feed.at, live, Math.max(2 * interval, BROKEN), name, silence);
  }

  function worse(a, b) {
    const step = ORDER[a.level] - ORDER[b.level];
    return step > 0 || (step === 0 && a.age >= b.age) ? a : b;
  }

  function readFeeds(feeds, now, silence) {
    const all = Object.entries(feeds || {}).filter(([, feed]) => feed && Number.isFinite(feed.at));
    const staff = all.filter(([name]) => name === STAFF).map(([name, feed]) => feedReading(name, feed, now, silence))[0];
    const cases = all.filter(([name]) => name !== STAFF).map(([name, feed]) => feedReading(name, feed, now, silence));
    return { cases, staff: staff && staff.level !== "live" ? staff : null };
  }

  /* Nothing has told yet how fresh the figures are. That may take a moment; figures of which nobody has
     told anything for a minute are old. */
  function unknown(reason, now, drawn, panels) {
    const age = drawn === null ? 0 : Math.max(0, now - drawn);
    return { level: age > BROKEN ? "broken" : "waiting", age, reason, feed: null, panels };
  }

  /* State of the wall. `seen`: {message: seconds since the last message or null, tick_at, figures_at, store,
     feeds}; `drawn`: when the page that is shown was made, by the server's clock. A single late feed among
     several makes the wall amber and names it; only when all are silent does the frame count as broken. */
  function assess(seen, now, drawn) {
    if (now === null) {
      return { level: "waiting", age: 0, reason: null, feed: null, panels: [] };
    }
    if (seen.message === null) {
      return unknown("stream", now, drawn, []);
    }
    const { cases, staff } = readFeeds(seen.feeds, now, seen.message);
    const panels = staff ? [staff] : [];
    if (seen.message > QUIET) {
      /* Nobody knows how store and feeds are: all that is known is since when nothing was heard. */
      return { ...reading("stream", seen.message, QUIET, BROKEN), panels };
    }
    if (seen.store === "down") {
      const age = Number.isFinite(seen.tick_at) ? now - seen.tick_at : seen.message;
      return { ...reading("store", age, -1, BROKEN), panels };
    }
    if (Number.isFinite(seen.tick_at) && now - seen.tick_at - seen.message > QUIET) {
      return { ...reading("tick", now - seen.tick_at, QUIET, BROKEN, null, seen.message), panels };
    }
    if (!Number.isFinite(seen.tick_at)) {
      return unknown("tick", now, drawn, panels);
    }
    if (Number.isFinite(seen.figures_at) && seen.tick_at - seen.figures_at > QUIET) {
      /* The worker lives and others' figures move; those of this scene do not. */
      return { ...reading("figures", now - seen.figures_at, QUIET, BROKEN, null, seen.message), panels };
    }
    if (!cases.length) {
      /* No source has promised a rhythm: nobody can tell whether anything is missing. */
      return { level: "waiting", age: 0, reason: "feed", feed: null, panels };
    }
    const worst = cases.reduce(worse);
    const all = cases.every((feed) => feed.level === "broken");
    const level = worst.level === "broken" && !all ? "delayed" : worst.level;
    const feed = all ? cases.reduce((a, b) => (a.age <= b.age ? a : b)) : worst;
    return { ...feed, level, feed: cases.length > 1 && level !== "live" ? feed.feed : null, panels };
  }

  zw.freshness = { assess };
})((window.zhiwang = window.zhiwang || {}));
