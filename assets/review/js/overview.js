/* What the overview does in the browser: its switches write the address, a click on a town puts it into focus,
   a name in a table filters by it. */
(function () {
  "use strict";

  const clientside = (window.dash_clientside = window.dash_clientside || {});
  const review = (clientside.review = clientside.review || {});
  const no = () => window.dash_clientside.no_update;
  const SWITCHES = { indicator: "on_time_disposal_rate", view: "rate", grain: "", by: "class" };

  function written(parameters) {
    const text = parameters.toString().replace(/%2C/g, ",");
    return text ? `?${text}` : "";
  }

  function go(change) {
    const parameters = new URLSearchParams(window.location.search);
    change(parameters);
    window.dash_clientside.set_props("url", { search: written(parameters) });
  }

  review.switches = function (indicator, view, grain, by, search) {
    const parameters = new URLSearchParams(search || "");
    const values = { indicator, view, by };
    Object.keys(values).forEach((name) => {
      if (values[name] && values[name] !== SWITCHES[name]) {
        parameters.set(name, values[name]);
      } else {
        parameters.delete(name);
      }
    });
    /* The width of a bucket follows the period until somebody chooses one. */
    if (grain && review.grainShown && grain !== review.grainShown) {
      parameters.set("grain", grain);
    }
    review.grainShown = grain;
    const after = written(parameters);
    return written(new URLSearchParams(search || "")) === after ? no() : after;
  };

  /* Panels that show figures and nothing else come as HTML, escaped by the server. */
  review.writePanels = function (panels) {
    Object.keys(panels || {}).forEach((id) => {
      const place = document.getElementById(id);
      if (place) {
        place.innerHTML = panels[id];
      }
    });
    /* Whoever goes into an area, or back up, sees it whole; whoever has moved the map keeps the place otherwise. */
    const frame = document.querySelector(".map-box .frame");
    const box = frame && frame.closest(".map-box");
    if (box && box.dataset.bounds !== frame.dataset.bounds) {
      box.dataset.bounds = frame.dataset.bounds;
      fit(box);
    }
    review.look();
    return no();
  };

  review.showSwitches = function (search, ...shown) {
    /* Nothing has been handed on yet: the page was made from the address. */
    if (typeof search !== "string" || !document.getElementById("o-page")) {
      return no();
    }
    const parameters = new URLSearchParams(search || "");
    showDrawing();
    Object.keys(SWITCHES).forEach((name, place) => {
      const value = parameters.get(name) || SWITCHES[name];
      if (value) {
        if (name === "grain") {
          review.grainShown = value;
        }
        if (value !== shown[place]) {
          window.dash_clientside.set_props(`o-${name}`, { value: value });
        }
      }
    });
    return no();
  };

  function focus(code) {
    go((parameters) => {
      if (code && parameters.get("focus") !== code) {
        parameters.set("focus", code);
      } else {
        parameters.delete("focus");
      }
    });
  }

  /* An area drawn by hand: each click on the map is a corner, until the button, Enter or Escape ends it. */
  const LEAST_CORNERS = 3;
  const MOST_CORNERS = 100;
  let corners = null;

  function showDrawing() {
    const button = document.getElementById("o-draw");
    const there = new URLSearchParams(window.location.search).has("polygon");
    if (button) {
      button.textContent = corners ? button.dataset.end : there ? button.dataset.clear : button.dataset.begin;
      button.setAttribute("aria-pressed", corners ? "true" : "false");
      document.querySelector(".map-box").classList.toggle("drawing", Boolean(corners));
    }
  }

  function outline(positions) {
    window.dash_clientside.set_props("o-drawn", { positions });
  }

  function endDrawing(keep) {
    const drawn = corners;
    corners = null;
    if (keep && drawn.length >= LEAST_CORNERS) {
      const text = drawn.map(([lat, lng]) => `${lng.toFixed(5)},${lat.toFixed(5)}`).join(",");
      go((parameters) => parameters.set("polygon", text));
    } else {
      outline([]);
    }
    showDrawing();
  }

  function draw() {
    if (corners) {
      endDrawing(true);
    } else if (new URLSearchParams(window.location.search).has("polygon")) {
      go((parameters) => parameters.delete("polygon"));
    } else {
      corners = [];
      showDrawing();
    }
  }

  review.drawCorner = function (clicks, click) {
    if (corners && click && click.latlng && corners.length < MOST_CORNERS) {
      corners.push([click.latlng.lat, click.latlng.lng]);
      outline([...corners]);
    }
    return no();
  };

  document.addEventListener("keydown", (event) => {
    if (corners && (event.key === "Escape" || event.key === "Enter")) {
      endDrawing(event.key === "Enter");
      event.preventDefault();
    }
  });

  function filterBy(name, value) {
    go((parameters) => {
      if (value) {
        parameters.set(name, value);
      } else {
        parameters.delete(name);
      }
      if (name === "area") {
        /* What was in focus is not among what is listed now. */
        parameters.delete("focus");
      }
    });
  }

  /* Into an area that is clicked; of the lowest level to its cases. */
  review.enterOnMap = function (clicks, feature) {
    const code = feature && feature.properties && feature.properties.code;
    if (code && !corners && (latest.words || {})[code]) {
      const link = (latest.links || {})[code];
      if (link) {
        window.location.assign(link);
      } else {
        filterBy("area", code);
      }
    }
    return no();
  };

  document.addEventListener("click", (event) => {
    const filter = event.target.closest("[data-filter]");
    if (filter) {
      filterBy(filter.dataset.filter, filter.dataset.value);
      return;
    }
    if (event.target.closest("#o-draw")) {
      draw();
      return;
    }
    const town = event.target.closest("[data-focus]");
    if (town && !event.target.closest("a")) {
      focus(town.dataset.focus);
    }
  });

  /* The city fills the box of the map; again when the box changes. */
  const TILE = 256;
  const MARGIN = 0.97;
  const mercatorY = (lat) => 0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI);
  let watched = null;
  let latest = {};

  function fit(box) {
    const [west, south, east, north] = box.dataset.bounds.split(",").map(Number);
    if (!box.clientWidth || !box.clientHeight) {
      return;
    }
    const wide = (east - west) / 360;
    const high = mercatorY(south) - mercatorY(north);
    const side = Math.min(box.clientWidth / wide, box.clientHeight / high) * MARGIN;
    review.moveMap({ center: [(south + north) / 2, (west + east) / 2], zoom: Math.log2(side / TILE) });
  }

  review.fitMap = function () {
    const box = document.querySelector(".map-box");
    if (box && box !== watched) {
      watched = box;
      new ResizeObserver(() => fit(box)).observe(box);
    }
    return no();
  };

  /* Opened tables and definitions close when something else is clicked, or with Escape. */
  function closeOthers(except) {
    document.querySelectorAll("details.popup[open]").forEach((popup) => {
      if (popup !== except) {
        popup.open = false;
      }
    });
  }
  document.addEventListener("click", (event) => closeOthers(event.target.closest("details.popup")));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      closeOthers(null);
    }
  });

  /* Called by the layer of the map; names are asked for long after the layer was made. */
  window.review = {
    areaStyle: function (feature, context) {
      const hideout = (latest = (context && context.hideout) || {});
      const code = feature.properties && feature.properties.code;
      const fill = (hideout.fills || {})[code];
      const focused = (hideout.focus || []).includes(code);
      return {
        color: focused ? hideout.mark : hideout.line,
        weight: focused ? 3 : 1,
        opacity: 1,
        fill: true,
        fillColor: fill,
        fillOpacity: fill ? 1 : 0,
      };
    },
    areaName: function (feature, layer) {
      layer.bindTooltip(
        () => (latest.words || {})[feature.properties.code] || "",
        { sticky: true }
      );
    },
  };
})();
