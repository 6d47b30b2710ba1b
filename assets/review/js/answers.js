/* Watches every answer that the pages ask for: a lost login leads to the login and back, and an answer that does
   not come is said in a band above the page, which keeps its last figures. */
(function () {
  "use strict";

  const ask = window.fetch;
  const COUNTED = "_dash-update-component";
  let asking = 0;

  function element(id) {
    return document.getElementById(id);
  }

  function count(step) {
    asking += step;
    document.body.classList.toggle("asking", asking > 0);
  }

  function hide() {
    const band = element("problem");
    if (band) {
      band.classList.add("off");
      band.replaceChildren();
    }
  }

  function button(words, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button";
    made.textContent = words;
    made.addEventListener("click", act);
    return made;
  }

  function show(code) {
    const band = element("problem");
    if (!band) {
      return;
    }
    const words = JSON.parse(band.dataset.words);
    const said = document.createElement("span");
    said.textContent = words[code] || words.fault;
    band.replaceChildren(
      said,
      button(words.again, () => window.location.reload()),
      button(words.close, hide)
    );
    band.classList.remove("off");
  }

  function toLogin() {
    const here = window.location.pathname + window.location.search;
    window.location.assign("/login?next=" + encodeURIComponent(here));
  }

  async function codeOf(response) {
    try {
      return (await response.clone().json()).error.code;
    } catch (error) {
      return response.status === 400 ? "bad_request" : "fault";
    }
  }

  window.fetch = async function (address, options) {
    const path = String(address && address.url ? address.url : address);
    if (!path.includes(COUNTED)) {
      return ask.call(window, address, options);
    }
    count(1);
    try {
      const response = await ask.call(window, address, options);
      if (response.status === 401) {
        toLogin();
        /* The page is on its way to the login: nobody is to read the refusal. */
        return new Promise(() => {});
      } else if (response.ok) {
        hide();
      } else {
        show(await codeOf(response));
      }
      return response;
    } catch (error) {
      if (error.name !== "AbortError") {
        show("offline");
      }
      throw error;
    } finally {
      count(-1);
    }
  };
})();
