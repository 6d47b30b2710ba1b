/* The little that moves, and nothing for viewers who ask for less. */
(function (zw) {
  "use strict";

  function allowed() {
    return !window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  /* New entries come in from the left. */
  function slide(element) {
    if (element && element.animate && allowed()) {
      element.animate([{ transform: "translateX(-2%)", opacity: 0.2 }, { transform: "none", opacity: 1 }], {
        duration: 300,
        easing: "ease-out",
      });
    }
  }

  /* Against burn-in the whole picture moves by two pixels every five minutes; nobody sees it. */
  function shift() {
    const places = [[0, 0], [1, 0], [1, 1], [0, 1]];
    let turn = 0;
    window.setInterval(() => {
      turn = (turn + 1) % places.length;
      const page = document.querySelector(".wall");
      if (page) {
        page.style.translate = `${places[turn][0] * 2}px ${places[turn][1] * 2}px`;
      }
    }, 300000);
  }

  zw.motion = { allowed, slide, shift };
})((window.zhiwang = window.zhiwang || {}));
