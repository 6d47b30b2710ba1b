/* Several scenes take turns: after its time each gives way to the next. A touch pauses them for a while, and
   the place is kept over reloads of the page. */
(function (zw) {
  "use strict";

  const PAUSE = 300000;
  const FADE = 400;
  /* Milliseconds that the old scene stays at most until the new one is there, and the new one is given to
     draw its maps. */
  const ARRIVAL = 3000;
  const SETTLING = 120;
  const KEY = "zhiwang-place";
  let playlist = null;
  let timer = null;
  let paused = 0;
  let arrived = null;

  function setup(config) {
    playlist = config.playlist || { place: 0, count: 1, dwell: 0 };
    window.clearTimeout(timer);
    timer = null;
    if (arrived !== null) {
      window.setTimeout(arrived, SETTLING);
      arrived = null;
    } else {
      fade();
    }
    if (playlist.count > 1) {
      remember();
      timer = window.setTimeout(next, playlist.dwell * 1000);
    }
    mark();
  }

  /* The first page of an address begins where the last one of this screen was. */
  function resume(config) {
    const kept = read();
    if (config.playlist && config.playlist.count > 1 && kept > 0 && kept < config.playlist.count && kept !== config.playlist.place) {
      show(kept);
      return true;
    }
    return false;
  }

  function read() {
    try {
      const [address, place] = JSON.parse(window.sessionStorage.getItem(KEY) || "[]");
      return address === window.location.search ? Number(place) || 0 : 0;
    } catch (error) {
      return 0;
    }
  }

  function remember() {
    try {
      window.sessionStorage.setItem(KEY, JSON.stringify([window.location.search, playlist.place]));
    } catch (error) {
      /* Without storage a reload begins with the first scene. */
    }
  }

  function show(place) {
    zw.apply.set("place", { data: place });
  }

  /* The browser keeps a picture of the old scene until the new one stands, then fades one into the other. */
  function crossFade(place) {
    if (!document.startViewTransition || !zw.motion.allowed() || document.hidden) {
      show(place);
      return;
    }
    const change = document.startViewTransition(
      () =>
        new Promise((resolve) => {
          arrived = resolve;
          window.setTimeout(resolve, ARRIVAL);
          show(place);
        }),
    );
    const ignore = () => undefined;
    change.ready.catch(ignore);
    change.updateCallbackDone.catch(ignore);
    change.finished.catch(ignore);
  }

  /* A wall that is not live stays with what it shows: nobody could tell a new scene's age. */
  function next() {
    const wait = paused - performance.now();
    if (wait > 0 || document.documentElement.dataset.fresh === "broken") {
      timer = window.setTimeout(next, Math.max(1000, wait));
      return;
    }
    timer = window.setTimeout(next, playlist.dwell * 1000);
    crossFade((playlist.place + 1) % playlist.count);
  }

  function touch() {
    if (playlist !== null && playlist.count > 1) {
      paused = paused > performance.now() ? 0 : performance.now() + PAUSE;
      mark();
    }
  }

  function mark() {
    document.documentElement.dataset.paused = paused > performance.now() ? "yes" : "no";
    if (paused > performance.now()) {
      window.setTimeout(mark, paused - performance.now() + 50);
    }
  }

  function fade() {
    const page = document.querySelector(".wall");
    if (page && page.animate && zw.motion.allowed()) {
      page.animate([{ opacity: 0 }, { opacity: 1 }], { duration: FADE, easing: "ease-out" });
    }
  }

  window.addEventListener("pointerdown", touch);

  zw.playlist = { setup, resume, next };
})((window.zhiwang = window.zhiwang || {}));
