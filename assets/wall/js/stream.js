/* What the messages of the live stream say: each patch begins where the last one ended, else the whole
   picture is asked for; every message tells the server's time and how fresh the data are. */
(function (zw) {
  "use strict";

  const seen = { message: null, at: null, tick_at: null, store: null, feeds: {} };
  const delays = [];
  /* Silence in seconds after which a message brings what was missed. */
  const MISSED = 5;
  const USES = { beat: onBeat, patch: onPatch, poll: onPoll };
  let seq = null;

  /* Follow the stream of a scene; that of the scene before ends. */
  function begin(config) {
    seq = config.seq === undefined ? null : config.seq;
    zw.link.begin(config.stream, take, () => seq);
  }

  function take(name, text) {
    try {
      const data = JSON.parse(text);
      if (typeof data !== "object" || data === null || !Number.isFinite(data.server_time)) {
        throw new TypeError("a message without the server's time");
      }
      if (zw.release.fits(data)) {
        USES[name](data);
      }
      return data.server_time;
    } catch (error) {
      /* What the page shows is no longer sure: ask for the whole picture. */
      seq = null;
      throw error;
    }
  }

  function onBeat(data) {
    zw.clock.learn(data.server_time);
    seen.at = zw.clock.elapsed();
    seen.tick_at = data.tick_at;
    seen.store = data.store;
    seen.figures_at = Number.isFinite(data.figures_at) ? data.figures_at : null;
    seen.feeds = typeof data.feeds === "object" && data.feeds !== null ? data.feeds : {};
    zw.main.refresh();
  }

  function onPatch(data) {
    const before = seen.at;
    if (!Number.isFinite(data.seq)) {
      throw new TypeError("a patch without a number");
    }
    if (data.whole !== true && data.previous !== seq) {
      throw new RangeError(`a gap between ${seq} and ${data.previous}`);
    }
    zw.apply.apply(data.props || {});
    zw.heat.change(data.heat || {}, data.whole === true);
    seq = data.seq;
    onBeat(data);
    /* What a page missed while it was cut off or hidden says nothing about how fast it is. */
    const missed = before === null || zw.clock.elapsed() - before > MISSED;
    if (data.whole !== true && Number.isFinite(data.accepted_at) && !missed && !document.hidden) {
      measure(data.accepted_at);
    }
  }

  /* Before the first figures there is only the time. */
  function onPoll(data) {
    return "seq" in data ? onPatch(data) : onBeat(data);
  }

  /* Seconds from the moment at which the server had accepted an action to its paint, by the server's clock:
     of a message the action that waited longest. Two frames on, what was set has been drawn. */
  function measure(acceptedAt) {
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        delays.push(Math.max(0, zw.clock.now() - acceptedAt));
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

  function state() {
    return { ...seen, message: seen.at === null ? null : zw.clock.elapsed() - seen.at };
  }

  zw.stream = {
    begin,
    state,
    delay,
    attempts: () => zw.link.attempts(),
    number: () => seq,
    get problems() {
      return zw.link.problems;
    },
  };
})((window.zhiwang = window.zhiwang || {}));
