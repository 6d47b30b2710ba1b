/* Plays the last 24 hours: heat of a sliding window, the seven steps, the courses' mark, open and overdue
   cases of the moment. Where the loop stands follows from the server's clock alone, so that all screens show
   the same moment. Nothing moves for viewers who ask for less (they get eight stills), and while the feed is
   broken. */
(function (zw) {
  "use strict";

  const BEAT = 200;
  const PER_FRAME = 0.4;
  const HOLD = 3.6;
  /* Pixels of a raster that is made five times a second. */
  const COARSE = 480;
  const STILLS = 8;
  const shown = new WeakMap();
  let stated = null;
  let film = null;
  let films = 0;
  let painted = null;

  /* The film of the page, with sums of its steps; null when there is none yet. */
  function load(element) {
    if (element.dataset.film !== stated) {
      stated = element.dataset.film;
      film = stated ? JSON.parse(stated) : null;
      painted = null;
      films += 1;
      if (film !== null) {
        film.frames = film.open.length - 1;
        film.sums = {};
        for (const [name, counts] of Object.entries(film.steps)) {
          film.sums[name] = counts.reduce((sums, count) => [...sums, sums[sums.length - 1] + count], [0]);
        }
      }
    }
    return film;
  }

  /* Frames played at a moment of the server's clock, fractions included: 0 to the number of frames. */
  function position(now, frames) {
    return Math.min(frames, (now % (frames * PER_FRAME + HOLD)) / PER_FRAME);
  }

  /* Reports by cell in the window before a position. The quarters at its two edges count in part, so that
     the heat flows between frames; at whole frames the counts are exact. */
  function windowAt(told, at) {
    const whole = Math.floor(at);
    const part = at - whole;
    const cells = new Map();
    for (let step = 0; step <= told.window; step += 1) {
      const share = step === 0 ? 1 - part : step === told.window ? part : 1;
      if (share > 0) {
        for (const cell of told.cells[whole + step] || []) {
          cells.set(cell, (cells.get(cell) || 0) + share);
        }
      }
    }
    return cells;
  }

  function write(element, text) {
    if (element !== null && element.textContent !== text) {
      element.textContent = text;
    }
  }

  function count(value) {
    return value.toLocaleString("en-US");
  }

  /* Everything that is a number or a text at a whole frame. */
  function figures(page, frame) {
    const moment = film.start + frame * film.step;
    write(page.querySelector(".replay-time"), zw.words.time(moment).slice(0, 5));
    write(page.querySelector(".replay-date"), zw.words.date(moment));
    write(page.querySelector("[data-level='open']"), count(film.open[frame]));
    const overdue = page.querySelector("[data-level='overdue']");
    write(overdue, count(film.overdue[frame]));
    overdue.classList.toggle("bad", film.overdue[frame] > 0);
    const most = Math.max(1, ...Object.values(film.sums).map((sums) => sums[film.frames]));
    for (const [name, sums] of Object.entries(film.sums)) {
      for (const element of page.querySelectorAll(`[data-passed='${name}']`)) {
        write(element, count(sums[frame]));
      }
      const bar = page.querySelector(`[data-bar='${name}']`);
      if (bar !== null) {
        bar.style.setProperty("--share", `${((sums[frame] / most) * 100).toFixed(1)}%`);
      }
    }
  }

  function play(page, scale) {
    const now = zw.clock.now();
    if (now === null || (document.documentElement.dataset.fresh === "broken" && painted !== null)) {
      return;
    }
    const at = zw.motion.allowed() ? position(now, film.frames) : film.frames;
    const canvas = page.querySelector(".replay-map");
    const state = `${at} ${canvas.clientWidth} ${canvas.clientHeight} ${zw.graphics.turn()}`;
    if (state === painted) {
      return;
    }
    painted = state;
    figures(page, Math.floor(at));
    /* On the elements themselves: a variable of the whole scene would make all of it compute its style. */
    for (const element of page.querySelectorAll(".played, .unplayed, .mark")) {
      element.style.setProperty("--played", `${((at / film.frames) * 100).toFixed(2)}%`);
    }
    if (canvas.clientWidth) {
      zw.ground.draw(canvas, page.dataset.area, windowAt(film, at), { ...scale, coarse: COARSE });
    }
  }

  /* Eight stills, the last one at the end; each says its time and its counts. */
  function stills(page, scale) {
    page.querySelectorAll(".still").forEach((still, place) => {
      const frame = (film.frames / STILLS) * (place + 1);
      const canvas = still.querySelector("canvas");
      const state = `${films} ${canvas.clientWidth} ${canvas.clientHeight} ${zw.graphics.turn()}`;
      if (!canvas.clientWidth || shown.get(canvas) === state) {
        return;
      }
      shown.set(canvas, state);
      const cells = windowAt(film, frame);
      write(still.querySelector(".still-time"), zw.words.time(film.start + frame * film.step).slice(0, 5));
      write(still.querySelector("[data-still='open']"), count(film.open[frame]));
      write(still.querySelector("[data-still='overdue']"), count(film.overdue[frame]));
      zw.ground.draw(canvas, page.dataset.area, cells, scale);
    });
  }

  function names(page) {
    const canvas = page.querySelector(".replay-names");
    const state = `${canvas.dataset.names} ${page.dataset.area} ${canvas.clientWidth} ${canvas.clientHeight} ${zw.graphics.turn()}`;
    if (canvas.clientWidth && shown.get(canvas) !== state) {
      shown.set(canvas, state);
      zw.ground.label(canvas, page.dataset.area, JSON.parse(canvas.dataset.names));
    }
  }

  function beat() {
    const page = document.querySelector(".replay");
    if (page === null || document.hidden || load(page) === null) {
      return;
    }
    const scale = zw.smallmaps.settings(page);
    if (scale !== null && zw.ground.ready(page.dataset.towns)) {
      play(page, scale);
      stills(page, scale);
      names(page);
    }
  }

  window.setInterval(beat, BEAT);

  zw.replay = { position, windowAt };
})((window.zhiwang = window.zhiwang || {}));
