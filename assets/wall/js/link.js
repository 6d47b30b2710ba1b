/* Brings the messages of a scene's stream to the page, whatever lies between: server-sent events, connected
   again with a growing pause after an error or a silence; polls where a proxy keeps events back. A hidden
   page drops its link, and asks once for what it missed when it is seen again. */
(function (zw) {
  "use strict";

  const FIRST_PAUSE = 0.5;
  const LONGEST_PAUSE = 10;
  /* The server speaks at least once a second. */
  const SILENCE = 5;
  /* So many connections in a row that bring nothing, and a poll is tried. */
  const DEAF = 2;
  /* Seconds on its way from which a message is late, and how many of the last ten may be. */
  const LATE = 2;
  const MOST_LATE = 5;
  const POLL_PAUSE = 1.5;
  const POLL_LIMIT = 8;
  /* While it polls, a page looks whether events come through by now. */
  const TRIAL_PAUSES = [60, 600];

  let url = null;
  let take = null;
  let after = null;
  let source = null;
  let timer = null;
  let asking = null;
  let trial = null;
  let trialAt = 0;
  let trialPause = TRIAL_PAUSES[0];
  let attempts = 0;
  let deaf = 0;
  let heardAt = 0;
  let heard = false;
  let polling = false;
  let late = [];
  let watching = false;

  /* Follow `address`; `told(name, text)` gets every message and throws at nonsense, `seen()` is the number
     of what the page shows, null when it does not know. */
  function begin(address, told, seen) {
    url = address;
    take = told;
    after = seen;
    attempts = 0;
    connect();
    if (!watching) {
      watching = true;
      window.setInterval(watch, 1000);
      document.addEventListener("visibilitychange", onVisibility);
      window.addEventListener("pagehide", close);
      window.addEventListener("pageshow", (event) => event.persisted && resume());
    }
  }

  function address(path) {
    const number = after();
    const from = number === null || number === undefined ? "" : `&after=${encodeURIComponent(number)}`;
    return path + from;
  }

  function close() {
    window.clearTimeout(timer);
    timer = null;
    for (const one of [source, trial]) {
      if (one !== null) {
        one.close();
      }
    }
    source = null;
    trial = null;
    if (asking !== null) {
      asking.abort();
      asking = null;
    }
  }

  function go() {
    if (polling) {
      poll();
    } else {
      connect();
    }
  }

  function connect() {
    close();
    polling = false;
    if (document.hidden) {
      return;
    }
    const opened = new EventSource(address(url));
    source = opened;
    heard = false;
    late = [];
    heardAt = zw.clock.elapsed();
    for (const name of ["beat", "patch"]) {
      opened.addEventListener(name, (event) => opened === source && hear(name, event.data));
    }
    opened.onerror = () => {
      if (opened === source) {
        again();
      }
    };
  }

  function hear(name, text) {
    const first = !heard;
    heard = true;
    deaf = 0;
    heardAt = zw.clock.elapsed();
    const sent = pass(name, text);
    if (sent === null) {
      again();
      return;
    }
    if (!first && Number.isFinite(sent) && zw.clock.now() !== null) {
      late = [...late.slice(-9), zw.clock.now() - sent > LATE];
      if (late.filter(Boolean).length > MOST_LATE) {
        /* Events come in heaps: something on the way gathers them. */
        late = [];
        poll();
      }
    }
  }

  /* Hand a message on; null when the page could make nothing of it, else when the server sent it. */
  function pass(name, text) {
    try {
      const sent = take(name, text);
      attempts = 0;
      return sent;
    } catch (error) {
      zw.link.problems += 1;
      return null;
    }
  }

  /* Try again after a pause that doubles; jitter keeps a thousand walls from coming back at once. */
  function again() {
    const silent = !polling && !heard;
    close();
    deaf += silent ? 1 : 0;
    attempts += 1;
    /* Events and polls take turns until one of them brings something. */
    polling = !polling && deaf >= DEAF;
    const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** Math.min(attempts - 1, 6));
    timer = window.setTimeout(go, pause * (0.5 + Math.random() / 2) * 1000);
  }

  async function poll() {
    if (!polling) {
      close();
      polling = true;
      trialPause = TRIAL_PAUSES[0];
      trialAt = zw.clock.elapsed() + trialPause;
    }
    if (document.hidden) {
      close();
      return;
    }
    window.clearTimeout(timer);
    const own = new AbortController();
    asking = own;
    const limit = window.setTimeout(() => own.abort(), POLL_LIMIT * 1000);
    let text = null;
    try {
      const answer = await fetch(address(url.replace("/stream?", "/poll?")), { cache: "no-store", signal: own.signal });
      text = answer.ok && !answer.redirected ? await answer.text() : null;
    } catch (error) {
      /* Away, or too slow: tried again below. */
    }
    window.clearTimeout(limit);
    if (asking !== own) {
      return;
    }
    asking = null;
    if (text === null || pass("poll", text) === null) {
      again();
      return;
    }
    timer = window.setTimeout(poll, POLL_PAUSE * 1000);
  }

  /* Whether events come through by now: the first that arrives ends the polls. */
  function tryEvents() {
    const opened = new EventSource(address(url));
    trial = opened;
    const end = (through) => {
      if (opened !== trial) {
        return;
      }
      opened.close();
      trial = null;
      if (through) {
        deaf = 0;
        connect();
      }
    };
    opened.addEventListener("beat", () => end(true));
    opened.onerror = () => end(false);
    window.setTimeout(() => end(false), SILENCE * 1000);
  }

  function watch() {
    if (document.hidden) {
      return;
    }
    const now = zw.clock.elapsed();
    if (source !== null && now - heardAt > SILENCE) {
      again();
    } else if (polling && trial === null && asking === null && timer !== null && attempts === 0 && now > trialAt) {
      trialPause = Math.min(trialPause * 2, TRIAL_PAUSES[1]);
      trialAt = now + trialPause;
      tryEvents();
    }
  }

  function resume() {
    if (source === null && asking === null) {
      attempts = 0;
      go();
    }
  }

  function onVisibility() {
    if (document.hidden) {
      close();
    } else {
      resume();
    }
  }

  zw.link = {
    begin,
    close,
    tryEvents,
    attempts: () => attempts,
    kind: () => (polling ? "poll" : "events"),
    problems: 0,
  };
})((window.zhiwang = window.zhiwang || {}));
