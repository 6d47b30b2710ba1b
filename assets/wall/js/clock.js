/* The server's clock in the browser: ages and times never use the browser's own clock. */
(function (zw) {
  "use strict";

  const offsets = [];
  let offset = null;

  /* Seconds since the page began, unmoved by changes of the computer's clock. */
  function elapsed() {
    return performance.now() / 1000;
  }

  /* Take the time of a message. The largest of the recent offsets belongs to the message that was least
     long on its way, so it is the nearest to the truth. */
  function learn(serverTime) {
    if (!Number.isFinite(serverTime)) {
      return;
    }
    offsets.push(serverTime - elapsed());
    if (offsets.length > 30) {
      offsets.shift();
    }
    offset = Math.max(...offsets);
  }

  /* Unix seconds by the server's clock; null before the first message. */
  function now() {
    return offset === null ? null : offset + elapsed();
  }

  zw.clock = { elapsed, learn, now };
})((window.zhiwang = window.zhiwang || {}));
