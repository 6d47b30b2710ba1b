/* Cells of the grids: links to cases, and how late a case is. */
(function () {
  "use strict";

  const cells = (window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {});
  const make = (...parts) => window.React.createElement(...parts);

  cells.CaseLink = function (props) {
    if (!props.data) {
      return null;
    }
    /* Dash's location follows the address, so that the browser need not load a document. */
    const open = (event) => {
      if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) {
        return;
      }
      event.preventDefault();
      window.history.pushState({}, "", props.data.href);
      window.dispatchEvent(new PopStateEvent("popstate"));
      window.scrollTo(0, 0);
    };
    return make("a", { href: props.data.href, onClick: open }, props.value);
  };

  cells.Late = function (props) {
    if (!props.data) {
      return null;
    }
    return make("span", { className: props.data.overdue ? "bad-text" : "" }, props.value);
  };
})();
