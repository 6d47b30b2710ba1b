/* A card of the overview as a PNG: the card itself, drawn by the browser with the page's own sheets, between what it
   shows (title, period, filters) and where it comes from (system, age of the data). */
(function () {
  "use strict";

  const SCALE = 2;
  const SVG = "http://www.w3.org/2000/svg";
  const HTML = "http://www.w3.org/1999/xhtml";

  /* The sheets that the card is drawn with: the page's own, and what Leaflet and Plotly add to theirs. */
  function sheets() {
    let text = "";
    for (const sheet of document.styleSheets) {
      const own = (sheet.href || "").includes("/assets/") || /^(plotly.*)?$/.test(sheet.ownerNode.id);
      for (const rule of own ? sheet.cssRules : []) {
        if (!(rule instanceof window.CSSFontFaceRule) && !rule.cssText.includes("mantine-")) {
          text += `${rule.cssText}\n`;
        }
      }
    }
    return text;
  }

  /* A copy without what is only of use on the page. */
  function copied(card) {
    const copy = card.cloneNode(true);
    const drawn = [...card.querySelectorAll("canvas")];
    [...copy.querySelectorAll("canvas")].forEach((empty, place) => {
      const image = document.createElement("img");
      image.src = drawn[place].toDataURL();
      image.className = empty.className;
      image.style.cssText = empty.style.cssText;
      empty.replaceWith(image);
    });
    copy
      .querySelectorAll(".card-tools, .card-foot, details, .leaflet-control-container, .case-tip, .cases-note a, button.about, .sr, script")
      .forEach((part) => part.remove());
    return copy;
  }

  function line(kind, words) {
    const made = document.createElementNS(HTML, kind);
    made.textContent = words;
    return made;
  }

  function words(selector) {
    const found = document.querySelector(selector);
    return found ? found.textContent : "";
  }

  /* Of when the figures are, with the day. */
  function moment() {
    const found = document.querySelector("#data-age .at");
    return found ? found.title || found.textContent : "";
  }

  function measured(picture, width) {
    const stage = document.createElement("div");
    stage.className = "picture-stage";
    stage.style.width = `${width}px`;
    stage.append(picture);
    document.querySelector("#o-page").append(stage);
    const height = Math.ceil(picture.getBoundingClientRect().height);
    stage.remove();
    return height;
  }

  function composed(card) {
    const page = document.querySelector("#o-page");
    const picture = document.createElementNS(HTML, "div");
    picture.className = "picture";
    const source = [page.dataset.source, moment(), page.dataset.demo].filter(Boolean).join(" · ");
    const copy = copied(card);
    const figure = card.querySelector("[data-figure]");
    const title = copy.querySelector("h2");
    if (figure && title) {
      title.textContent = [title.textContent, figure.dataset.figure].join(" · ");
    }
    picture.append(line("p", words("#o-scope")), copy, line("footer", source));
    return picture;
  }

  async function draw(card) {
    const width = Math.max(card.clientWidth, 320);
    const picture = composed(card);
    picture.querySelector(".card").style.width = `${width}px`;
    const box = card.querySelector(".map-box, .trend-box");
    if (box) {
      /* What is placed inside a box without a height of its own keeps the one it has on the page. */
      const kept = picture.querySelector(".map-box, .trend-box");
      kept.style.height = `${box.clientHeight}px`;
      kept.style.flex = "none";
    }
    const height = measured(picture, width);
    const root = document.documentElement;
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("width", width * SCALE);
    svg.setAttribute("height", height * SCALE);
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    for (const name of ["lang", "data-theme", "data-mantine-color-scheme"]) {
      svg.setAttribute(name, root.getAttribute(name) || "");
    }
    const style = document.createElementNS(SVG, "style");
    style.textContent = sheets();
    const content = document.createElementNS(SVG, "foreignObject");
    content.setAttribute("width", width);
    content.setAttribute("height", height);
    const body = document.createElementNS(HTML, "div");
    body.className = "picture-stage drawn";
    body.style.fontFamily = getComputedStyle(document.body).fontFamily;
    body.append(picture);
    content.append(body);
    svg.append(style, content);
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(svg))}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = width * SCALE;
    canvas.height = height * SCALE;
    canvas.getContext("2d").drawImage(image, 0, 0);
    return canvas;
  }

  async function save(button) {
    const canvas = await draw(button.closest(".card"));
    const link = document.createElement("a");
    link.href = canvas.toDataURL("image/png");
    link.download = `zhiwang-${button.dataset.png}.png`;
    link.click();
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-png]");
    if (button) {
      save(button);
    }
  });
})();
