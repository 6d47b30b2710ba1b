/* A screen says every few seconds how it is: what it shows, how old that is, what it costs. When its link was
   revoked the answer says so, and the page that is loaded then says it to the room. */
(function (zw) {
  "use strict";

  const SOON = 3;
  const DAY = 86400;
  let screen = null;
  let timer = null;
  let watching = false;
  let saidAt = -SOON;
  let renewedAt = -DAY;
  let faults = 0;

  function setup(config) {
    screen = config.screen || null;
    if (screen === null) {
      window.clearTimeout(timer);
      return;
    }
    if (!watching) {
      watching = true;
      window.addEventListener("error", () => {
        faults += 1;
      });
      document.addEventListener("visibilitychange", soon);
      window.setInterval(watch, 1000);
    }
    soon();
  }

  /* The first words of a page wait until its stream has told how old the figures are. */
  function soon() {
    plan(SOON);
  }

  function plan(seconds) {
    window.clearTimeout(timer);
    timer = window.setTimeout(say, seconds * 1000);
  }

  /* A stream that was cut may mean that the link was revoked: ask at once. */
  function watch() {
    if (zw.stream.attempts() === 1 && zw.clock.elapsed() - saidAt > SOON) {
      say();
    }
  }

  function heap() {
    const memory = window.performance.memory;
    return memory ? memory.usedJSHeapSize : null;
  }

  function milliseconds(seconds) {
    return seconds === null ? null : Math.round(seconds * 1000);
  }

  function round(moment) {
    return Math.round(moment * 1000) / 1000;
  }

  function words() {
    const now = zw.clock.now();
    const seen = zw.stream.state();
    const fresh = zw.marks.state() || { level: "waiting", reason: null };
    return {
      build: screen.build,
      showing: screen.showing,
      level: fresh.level,
      reason: fresh.reason,
      data_at: fresh.level === "waiting" || now === null ? null : round(now - fresh.age),
      message_at: seen.message === null || now === null ? null : round(now - seen.message),
      hidden: document.hidden,
      heap_bytes: heap(),
      paint_p50_ms: milliseconds(zw.stream.delay(0.5)),
      paint_p95_ms: milliseconds(zw.stream.delay(0.95)),
      width: Math.round(window.innerWidth * window.devicePixelRatio),
      height: Math.round(window.innerHeight * window.devicePixelRatio),
      uptime_seconds: Math.round(zw.clock.elapsed()),
      problems: (zw.stream.problems || 0) + faults,
      renew: zw.clock.elapsed() - renewedAt >= DAY,
    };
  }

  async function say() {
    if (screen === null) {
      return;
    }
    saidAt = zw.clock.elapsed();
    plan(screen.beat_seconds * (0.9 + Math.random() / 5));
    const body = words();
    try {
      const answer = await window.fetch(`/wall/beat?screen=${encodeURIComponent(screen.id)}`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
        cache: "no-store",
      });
      if (answer.status === 403) {
        window.location.reload();
      } else if (answer.ok && body.renew) {
        renewedAt = zw.clock.elapsed();
      }
    } catch (error) {
      /* The server is away; the wall's own marks say so. */
    }
  }

  zw.screen = { setup };
})((window.zhiwang = window.zhiwang || {}));
