/* Single cases on the map of the overview: asked for when it shows little enough ground, drawn on one canvas,
   found again under the pointer. Towns and villages below stay where they are and can be clicked beside them. */
(function () {
  "use strict";

  const review = ((window.dash_clientside = window.dash_clientside || {}).review =
    window.dash_clientside.review || {});
  const no = () => window.dash_clientside.no_update;
  const REST = 250;
  /* Milliseconds in which a map that came up takes its place from its properties. */
  const SETTLED = 1000;
  const REACH = 9;
  /* A click tells its place in whole pixels, a move does not. */
  const ROUNDED = 1;
  const SIZE = { overdue: 6, late: 4.5, waiting: 4, done: 3.5 };
  let map = null;
  let waiting = null;
  let told = null;
  let cases = [];
  let canvas = null;
  let tip = null;
  let moved = false;
  let left = null;
  let wanted = null;
  let moving = false;

  const box = () => document.querySelector(".map-box");
  const shown = () => map !== null && map.getContainer().isConnected && box() !== null;

  if (window.L) {
    window.L.Map.addInitHook(function () {
      map = this;
      told = null;
      cases = [];
      canvas = null;
      moved = false;
      this.whenReady(() => window.setTimeout(comeUp, SETTLED));
      this.on("moveend zoomend viewreset resize", () => {
        if (!moved && !moving) {
          put();
        }
        draw();
        review.look();
      });
      this.on("zoomstart", () => canvas && canvas.getContext("2d").clearRect(0, 0, canvas.width, canvas.height));
    });
  }

  /* Who comes back from a case finds the map as it was left. */
  function comeUp() {
    moved = true;
    if (left !== null && left.search === window.location.search) {
      review.moveMap(left);
    }
    left = null;
  }

  function leave() {
    left = { search: window.location.search, center: map.getCenter(), zoom: map.getZoom() };
  }

  /* Shows a place, {center, zoom}: at once, or when the map is up. */
  review.moveMap = function (place) {
    wanted = place;
    put();
  };

  function put() {
    if (shown() && wanted !== null) {
      moving = true;
      map.invalidateSize({ animate: false, pan: false });
      map.setView(wanted.center, wanted.zoom, { animate: false });
      moving = false;
    }
  }

  /* Tells the server what the map shows once it rests, and nothing while it shows too much. */
  review.look = function () {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => {
      if (!shown()) {
        return;
      }
      let next = null;
      if (map.getZoom() >= Number(box().dataset.near)) {
        const edges = map.getBounds();
        const sides = [edges.getWest(), edges.getSouth(), edges.getEast(), edges.getNorth()];
        next = { box: sides.map((side) => Number(side.toFixed(5))), search: window.location.search };
      }
      const key = JSON.stringify(next);
      if (key !== told && !(told === null && next === null)) {
        told = key;
        window.dash_clientside.set_props("o-look", { data: next });
      }
      told = next === null ? null : key;
    }, REST);
  };

  review.drawCases = function (found) {
    /* An answer that comes after the map was left is of no use. */
    cases = told === null ? [] : found || [];
    say(null);
    draw();
    return no();
  };

  function draw() {
    if (!shown() || (!cases.length && canvas === null)) {
      return;
    }
    const pane = map.getPane("mapPane");
    if (canvas === null || !canvas.isConnected) {
      canvas = document.createElement("canvas");
      canvas.className = "case-points";
      canvas.setAttribute("aria-hidden", "true");
      pane.append(canvas);
    }
    const ratio = window.devicePixelRatio || 1;
    const size = map.getSize();
    window.L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
    canvas.width = Math.round(size.x * ratio);
    canvas.height = Math.round(size.y * ratio);
    canvas.style.width = `${size.x}px`;
    canvas.style.height = `${size.y}px`;
    box().dataset.cases = String(cases.length);
    const pen = canvas.getContext("2d");
    pen.scale(ratio, ratio);
    const style = getComputedStyle(document.documentElement);
    const colours = Object.fromEntries(
      [["overdue", "--bad"], ["late", "--warn"], ["waiting", "--accent"], ["done", "--tx3"], ["edge", "--surface"]].map(
        ([name, token]) => [name, style.getPropertyValue(token).trim()]
      )
    );
    for (const [lon, lat, state] of cases) {
      const { x, y } = map.latLngToContainerPoint([lat, lon]);
      sign(pen, state, x, y, SIZE[state], colours);
    }
  }

  /* A triangle, a square, a ring and a dot: told apart without their colours. */
  function sign(pen, state, x, y, size, colours) {
    pen.beginPath();
    if (state === "overdue") {
      pen.moveTo(x, y - size);
      pen.lineTo(x + size, y + size * 0.8);
      pen.lineTo(x - size, y + size * 0.8);
      pen.closePath();
    } else if (state === "late") {
      pen.rect(x - size, y - size, 2 * size, 2 * size);
    } else {
      pen.arc(x, y, size, 0, 2 * Math.PI);
    }
    if (state === "waiting") {
      pen.fillStyle = colours.edge;
      pen.fill();
      pen.lineWidth = 2;
      pen.strokeStyle = colours.waiting;
    } else {
      pen.fillStyle = colours[state];
      pen.fill();
      pen.lineWidth = 1;
      pen.strokeStyle = colours.edge;
    }
    pen.stroke();
  }

  /* The case under the pointer: of several the one that is drawn on top. */
  function under(event, reach) {
    if (!cases.length || !shown() || box().classList.contains("drawing") || !event.target.closest(".town-map")) {
      return null;
    }
    const at = map.mouseEventToContainerPoint(event);
    let found = null;
    let least = reach;
    for (const one of cases) {
      const away = at.distanceTo(map.latLngToContainerPoint([one[1], one[0]]));
      if (away <= least) {
        [found, least] = [one, away];
      }
    }
    return found;
  }

  function say(one, event) {
    if (!shown()) {
      return;
    }
    if (tip === null || !tip.isConnected) {
      tip = document.createElement("div");
      tip.className = "case-tip";
      box().append(tip);
    }
    tip.hidden = one === null;
    if (one !== null) {
      const edges = box().getBoundingClientRect();
      const left = event.clientX - edges.left;
      tip.textContent = one[4];
      tip.style.top = `${event.clientY - edges.top + 14}px`;
      tip.style.left = left < edges.width / 2 ? `${left + 12}px` : "";
      tip.style.right = left < edges.width / 2 ? "" : `${edges.width - left + 12}px`;
    }
    box().classList.toggle("on-case", one !== null);
  }

  document.addEventListener("pointermove", (event) => {
    if (cases.length && event.target instanceof Element) {
      say(under(event, REACH), event);
    }
  });

  /* Leaflet hears of a click that meets no case alone. */
  document.addEventListener(
    "click",
    (event) => {
      if (event.target instanceof Element && event.target.closest(".cases-note a") && shown()) {
        leave();
      }
      const one = event.target instanceof Element && event.isTrusted ? under(event, REACH + ROUNDED) : null;
      if (one) {
        event.stopPropagation();
        leave();
        window.history.pushState({}, "", one[3]);
        window.dispatchEvent(new PopStateEvent("popstate"));
        window.scrollTo(0, 0);
      }
    },
    true
  );
})();
