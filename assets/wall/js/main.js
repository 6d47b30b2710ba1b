/* Starts the parts when Dash has put the page in place, and once a second brings its marks up to date. */
(function (zw) {
  "use strict";

  const taken = { config: null, cells: null, cases: null };
  let started = false;
  /* When the page that is shown was made, by the server's clock. */
  let drawn = null;

  /* One design unit in pixels, as a bare number for the charts, which are drawn in design pixels. */
  function scale() {
    const ratio = window.innerWidth / window.innerHeight;
    const [wide, high] = ratio >= 4 ? [5760, 1080] : ratio > 1 ? [1920, 1080] : [1080, 1920];
    const unit = Math.min(window.innerWidth / wide, window.innerHeight / high);
    document.documentElement.style.setProperty("--scale", unit.toFixed(5));
  }

  function resize() {
    scale();
    if (zw.mapview.fit()) {
      zw.pulses.draw();
      zw.near.again();
      zw.heat.paint();
    }
  }

  function refresh() {
    zw.marks.show(zw.freshness.assess(zw.stream.state(), zw.clock.now(), drawn), zw.stream.attempts());
  }

  function second() {
    try {
      refresh();
      zw.marks.clock();
      zw.pulses.draw();
    } finally {
      /* Whatever fails: a wall whose marks stand still would look live for ever. */
      const now = zw.clock.now();
      window.setTimeout(second, now === null ? 500 : 1000 - ((now * 1000) % 1000) + 5);
    }
  }

  /* The map mounts a moment after its container: fit it as soon as it has a size. */
  function fitSoon(left) {
    if (!zw.mapview.fit() && left > 0) {
      window.setTimeout(() => fitSoon(left - 1), 50);
    } else {
      zw.pulses.draw();
      zw.heat.paint();
    }
  }

  /* Once in the life of the document. */
  function start() {
    started = true;
    scale();
    zw.apply.start();
    window.addEventListener("resize", resize);
    zw.motion.shift();
  }

  /* For every scene that comes up. */
  function scene(config) {
    taken.config = config;
    document.documentElement.dataset.theme = config.theme;
    drawn = Number.isFinite(config.server_time) ? config.server_time : null;
    zw.clock.learn(config.server_time);
    zw.words.setup(config);
    zw.apply.forget();
    zw.heat.setup(config.heat);
    zw.mapview.setup(config.map);
    zw.basemap.setup(config.map && config.map.tiles);
    zw.closeup.reset();
    if (config.map) {
      zw.outline
        .load(config.map)
        .catch(() => undefined)
        .then(() => config === taken.config && fitSoon(200));
    }
    zw.stream.begin(config);
    zw.playlist.setup(config);
    zw.screen.setup(config);
  }

  /* Dash calls this with the data of the page's stores, on load and whenever one of them changes. */
  function page(config, cells, cases) {
    if (!config) {
      return true;
    }
    const first = !started;
    if (first) {
      start();
    }
    if (config !== taken.config) {
      if (first && zw.playlist.resume(config)) {
        taken.config = config;
        return true;
      }
      scene(config);
      if (first) {
        second();
      }
    }
    if (cells !== taken.cells) {
      taken.cells = cells;
      zw.heat.change(cells || {}, true);
    }
    if (cases !== taken.cases) {
      taken.cases = cases;
      zw.pulses.set(cases);
    }
    return true;
  }

  zw.main = { refresh };

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    zhiwang: { page },
  });
})((window.zhiwang = window.zhiwang || {}));
