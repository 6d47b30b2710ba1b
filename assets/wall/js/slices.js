/* Work in slices: long work is a generator that yields every now and then; it gets a few milliseconds of each
   frame, so that no figure, movement or touch waits for it. */
(function (zw) {
  "use strict";

  /* Milliseconds of a frame: half of the time between two at 60 a second. */
  const SLICE = 8;

  /* A hidden page paints no frames. */
  function afterPaint(work) {
    if (document.hidden) {
      window.setTimeout(work);
    } else {
      requestAnimationFrame(() => window.setTimeout(work));
    }
  }

  /* Run a generator to its end, a slice after each frame; `end` is called after it, whatever happens. */
  function run(work, end) {
    const until = performance.now() + SLICE;
    let going = true;
    try {
      while (going && performance.now() < until) {
        going = !work.next().done;
      }
    } catch (error) {
      end();
      throw error;
    }
    if (going) {
      afterPaint(() => run(work, end));
    } else {
      end();
    }
  }

  zw.slices = { afterPaint, run };
})((window.zhiwang = window.zhiwang || {}));
