/* Title, language and theme: what the shell does without the server. */
(function () {
  "use strict";

  const YEAR = 365 * 86400;
  const no = () => window.dash_clientside.no_update;
  const review = (window.dash_clientside = window.dash_clientside || {}).review || {};
  window.dash_clientside.review = review;

  review.title = function (title) {
    if (title) {
      document.title = title;
    }
    return no();
  };

  /* The same address in the other language, whatever has been filtered since the page was made. */
  review.otherLanguage = function (href, other) {
    const address = new URL(href || window.location.href);
    address.searchParams.set("lang", other);
    return address.pathname + address.search;
  };

  /* Hands the query string on to the page that is shown: callbacks of other pages have nothing to fill, and a page
     that a link is leaving is not asked for what is meant for the next one. */
  review.searched = function (search) {
    const main = document.getElementById("main");
    if (!main || main.dataset.page !== (window.location.pathname.split("/")[2] || "overview")) {
      return no();
    }
    window.dash_clientside.set_props(`searched-${main.dataset.page}`, { data: search || "" });
    if (document.getElementById("filters")) {
      window.dash_clientside.set_props("f-searched", { data: search || "" });
    }
    return no();
  };
  /* A page that needs scripts which this document does not have is opened as a document of its own: the link's own
     handler, which would stay inside this one, never hears of the click. */
  document.addEventListener(
    "click",
    (event) => {
      const link = event.target.closest && event.target.closest("a[href^='/review/']");
      const apart = (document.documentElement.dataset.apart || "").split(" ").filter(Boolean);
      if (link && apart.includes(new URL(link.href).pathname.split("/")[2])) {
        event.stopPropagation();
      }
    },
    true
  );

  /* Charts are drawn on the server in the colours of a theme, so the page is asked for again. */
  review.changeTheme = function (clicks) {
    if (clicks) {
      const dark = document.documentElement.dataset.theme === "dark";
      const theme = dark ? "light" : "dark";
      document.cookie = `zhiwang-theme=${theme}; path=/review/; max-age=${YEAR}; samesite=lax`;
      window.location.reload();
    }
    return no();
  };
})();
