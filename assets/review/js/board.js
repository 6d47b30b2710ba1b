/* Cells of the coordination board and of the quality of collection: what puts a row into focus, badges, waits,
   shares with their intervals. Clicks on [data-focus] are answered by overview.js. */
(function () {
  "use strict";

  const cells = (window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {});
  const make = (...parts) => window.React.createElement(...parts);

  const functions = (window.dashAgGridFunctions = window.dashAgGridFunctions || {});
  /* What is not known, or of too few cases, comes below all that is. */
  const known = (share) => (share && share.value !== null && share.enough ? share.value : -1);
  functions.byShare = (a, b) => known(a) - known(b);
  functions.byCover = (a, b, one, other) => one.data.cover_value - other.data.cover_value;

  cells.BoardPoints = function (props) {
    return make("b", { className: "points" }, props.value);
  };

  cells.BoardCase = function (props) {
    const own = { type: "button", className: "town", "data-focus": props.value };
    return make("button", own, props.value);
  };

  cells.BoardReasons = function (props) {
    const badges = props.value.map((reason) =>
      make("span", { key: reason.words, className: `badge ${reason.tone}` }, reason.words)
    );
    return make("span", { className: "badges" }, ...badges);
  };

  cells.BoardWaiting = function (props) {
    const row = props.data;
    return make(
      "span",
      { title: row.leg },
      make("span", { className: "leg" }, row.leg),
      " ",
      make("b", { className: row.stuck ? "bad-text" : "" }, row.waiting),
      make("span", { className: "note" }, ` / ${row.usual}`)
    );
  };

  cells.QualityName = function (props) {
    return make(
      "button",
      { type: "button", className: "town", "data-focus": props.data.code },
      props.value
    );
  };

  /* A share, its interval below as a line, and a word where there are too few cases to say anything. */
  cells.QualityShare = function (props) {
    const share = props.value;
    if (!share || share.value === null) {
      return make("span", { className: "note" }, share ? share.words : "");
    }
    if (!share.enough) {
      return make("span", { className: "note", title: share.title }, share.words);
    }
    const range = share.scale;
    const place = (at) => `${Math.max(0, Math.min(1, at / range)) * 100}%`;
    return make(
      "span",
      { className: "share-cell", title: share.title },
      make("span", null, share.words),
      make(
        "span",
        { className: "whisk" },
        make("i", {
          className: "reach",
          style: { left: place(share.low), width: `${(Math.min(1, share.high / range) - Math.min(1, share.low / range)) * 100}%` },
        }),
        make("i", { className: share.beyond ? "dot beyond" : "dot", style: { left: place(share.value) } })
      )
    );
  };
})();
