/* Follows the live stream: connects, applies, and connects again after a gap, a silence or nonsense. */
(function (zw) {
  "use strict";

  const FIRST_PAUSE = 0.5;
  const LONGEST_PAUSE = 10;
  const SILENCE = 5;

  const seen = { message: null, at: null, tick_at: null, store: null, feeds: {} };
  const delays = [];
  let source = null;
  let url = null;
  let seq = null;
  let attempts = 0;
  let retry = null;
  let watching = false;

  /* Follow the stream of a scene; that of the scene before ends. */
  function begin(config) {
    url = config.stream;
    seq = config.seq;
    attempts = 0;
    connect();
    if (!watching) {
      watching = true;
      window.setInterval(watch, 1000);
      document.addEventListener("visibilitychange", onVisibility);
      window.addEventListener("pagehide", close);
    }
  }

  function connect() {
    close();
    if (document.hidden) {
      return;
    }
    const after = seq === null || seq === undefined ? "" : `&after=${encodeURIComponent(seq)}`;
    const opened = new EventSource(url + after);
    source = opened;
    opened.addEventListener("beat", (event) => take(opened, event, onBeat));
    opened.addEventListener("patch", (event) => take(opened, event, onPatch));
    opened.onerror = () => {
      if (opened === source) {
        again();
      }
    };
    opened.zwOpened = zw.clock.elapsed();
  }

  function close() {
    window.clearTimeout(retry);
    retry = null;
    if (source !== null) {
      source.close();
      source = null;
    }
  }

  /* Connect again after a pause that doubles; jitter keeps a thousand walls from coming back at once. */
  function again() {
    close();
    attempts += 1;
    const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** Math.min(attempts - 1, 6));
    retry = window.setTimeout(connect, pause * (0.5 + Math.random() / 2) * 1000);
  }

  function take(from, event, use) {
    if (from !== source) {
      return;
    }
    try {
      use(JSON.parse(event.data));
    } catch (error) {
      /* What the page shows is no longer sure: ask for the whole picture. */
      seq = null;
      zw.stream.problems += 1;
      again();
    }
  }

  function onBeat(data) {
    if (typeof data !== "object" || data === null || !Number.isFinite(data.server_time)) {
      throw new TypeError("a beat without the server's time");
    }
    attempts = 0;
    zw.clock.learn(data.server_time);
    seen.at = zw.clock.elapsed();
    seen.tick_at = data.tick_at;
    seen.store = data.store;
    seen.figures_at = Number.isFinite(data.figures_at) ? data.figures_at : null;
    seen.feeds = typeof data.feeds === "object" && data.feeds !== null ? data.feeds : {};
    zw.main.refresh();
  }

  function onPatch(data) {
    if (!Number.isFinite(data.seq)) {
      throw new TypeError("a patch without a number");
    }
    zw.apply.apply(data.props || {});
    zw.heat.change(data.heat || {}, data.whole === true);
    seq = data.seq;
    onBeat(data);
    if (data.whole !== true && Number.isFinite(data.tick_at) && !document.hidden) {
      measure(data.tick_at);
    }
  }

  /* Seconds from a tick's figures to their paint: two frames on, what was set has been drawn. */
  function measure(tickAt) {
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        delays.push(Math.max(0, zw.clock.now() - tickAt));
        if (delays.length > 200) {
          delays.shift();
        }
      }),
    );
  }

  /* A percentile of the last measured delays, the 95th unless another is asked for; null before the first. */
  function delay(share = 0.95) {
    const sorted = [...delays].sort((a, b) => a - b);
    return sorted.length ? sorted[Math.ceil(sorted.length * share) - 1] : null;
  }

  function watch() {
    const last = Math.max(seen.at || 0, source === null ? 0 : source.zwOpened);
    if (source !== null && zw.clock.elapsed() - last > SILENCE && !document.hidden) {
      again();
    }
  }

  /* A hidden page drops its stream, and on return asks once for what it missed. */
  function onVisibility() {
    if (document.hidden) {
      close();
    } else if (source === null) {
      connect();
    }
  }

  function state() {
    return { ...seen, message: seen.at === null ? null : zw.clock.elapsed() - seen.at };
  }

  zw.stream = { begin, state, delay, attempts: () => attempts, problems: 0 };
})((window.zhiwang = window.zhiwang || {}));
