/* Takes up a new release with nobody at the keyboard: inside the installation's window, each page at a
   random moment of it; within seconds when the page can no longer read the stream. A page loads anew only
   after it has seen the new one whole, so that it never gives its last picture for a white screen. */
(function (zw) {
  "use strict";

  const DAY = 86400;
  /* Seconds over which pages spread that cannot wait for the window. */
  const SPREAD = 5;
  const LIMIT = 15;
  const PAUSES = [5, 120];
  /* Messages in a row that a page may make nothing of before it takes itself for broken. */
  const TROUBLE = 5;
  const KEY = "zhiwang-reload";

  let own = null;
  let told = null;
  let due = null;
  let pause = PAUSES[0];
  let notBefore = 0;
  let busy = false;
  let troubled = 0;

  function setup(config) {
    own = { build: config.build, protocol: config.protocol, window: config.reload_window };
  }

  /* Take notice of a message; false when the page cannot read what else it says. */
  function fits(data) {
    if (typeof data.build === "string") {
      told = { build: data.build, protocol: data.protocol, store: data.store, at: data.server_time };
    }
    return own === null || data.protocol === undefined || data.protocol === own.protocol;
  }

  /* Seconds until a random moment of the window, 0 < moment; of the next one when it is closed now. */
  function wait(now, [begin, end], dice) {
    const [hours, minutes, seconds] = zw.words.time(now).split(":").map(Number);
    const since = (hours * 3600 + minutes * 60 + seconds - begin * 60 + DAY) % DAY;
    const length = ((end - begin) * 60 + DAY) % DAY;
    return since < length ? dice * (length - since) : DAY - since + dice * length;
  }

  function isOpen(now, window_) {
    return wait(now, window_, 0) === 0;
  }

  /* Called once a second. */
  function tick() {
    const now = zw.clock.now();
    if (own === null || told === null || busy || zw.clock.elapsed() < notBefore) {
      return;
    }
    const urgent = told.protocol !== undefined && told.protocol !== own.protocol;
    if (urgent || isTroubled()) {
      due = due === null || due.kind !== "urgent" ? { kind: "urgent", at: zw.clock.elapsed() + Math.random() * SPREAD } : due;
      if (zw.clock.elapsed() >= due.at) {
        load();
      }
      return;
    }
    if (told.build === own.build || !own.window || now === null) {
      due = null;
      return;
    }
    if (due === null || due.kind !== "window") {
      due = { kind: "window", at: now + wait(now, own.window, Math.random()) };
    } else if (now >= due.at) {
      if (isOpen(now, own.window)) {
        load();
      } else {
        /* The machine slept through it, or nothing answered. */
        due = null;
      }
    }
  }

  function isTroubled() {
    if (zw.link.attempts() === 0) {
      troubled = zw.link.problems;
    }
    return zw.link.problems - troubled >= TROUBLE;
  }

  async function load() {
    busy = true;
    const ready = mayLoad() && (await probe());
    busy = false;
    if (ready) {
      remember();
      zw.link.close();
      zw.release.reload();
      return;
    }
    notBefore = zw.clock.elapsed() + pause * (0.75 + Math.random() / 2);
    pause = Math.min(pause * 2, PAUSES[1]);
  }

  /* Behind a door with old and new servers a page may come up old again: not more than once a minute. */
  function mayLoad() {
    try {
      const last = JSON.parse(window.sessionStorage.getItem(KEY) || "null");
      return last === null || last.build !== told.build || Math.abs(told.at - last.at) > 60;
    } catch (error) {
      return true;
    }
  }

  function remember() {
    try {
      window.sessionStorage.setItem(KEY, JSON.stringify({ build: told.build, at: told.at }));
    } catch (error) {
      /* Without storage only the spread keeps pages from loading too often. */
    }
  }

  async function get(address, signal, cache) {
    const answer = await fetch(address, { cache, signal, credentials: "same-origin" });
    if (!answer.ok || answer.redirected) {
      throw new Error(`${address}: ${answer.status}`);
    }
    return answer.text();
  }

  /* Whether everything that a fresh page needs is there, of the release that the stream tells of: the
     document and not a login, its scripts and sheets, what Dash asks next, and figures to show. */
  async function probe() {
    const control = new AbortController();
    const limit = window.setTimeout(() => control.abort(), LIMIT * 1000);
    try {
      if (told.store === "down") {
        return false;
      }
      const text = await get(window.location.href, control.signal, "no-store");
      const page = new DOMParser().parseFromString(text, "text/html");
      const named = page.querySelector("meta[name='zhiwang-build']");
      if (named === null || named.content !== told.build) {
        return false;
      }
      const parts = [...page.querySelectorAll("script[src], link[rel='stylesheet']")].map((part) =>
        part.getAttribute(part.tagName === "SCRIPT" ? "src" : "href"),
      );
      await Promise.all(parts.map((part) => get(part, control.signal, "default")));
      const base = window.location.pathname;
      await Promise.all(
        ["_dash-layout", "_dash-dependencies"].map((part) => get(base + part, control.signal, "no-store")),
      );
      return true;
    } catch (error) {
      return false;
    } finally {
      window.clearTimeout(limit);
    }
  }

  zw.release = {
    setup,
    fits,
    tick,
    wait,
    probe,
    state: () => ({ own, told, due }),
    reload: () => window.location.reload(),
  };
})((window.zhiwang = window.zhiwang || {}));
