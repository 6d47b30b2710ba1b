/* Answers the form of tracking in place; without scripts it is answered as a page. */
(function () {
  "use strict";

  document.addEventListener("submit", async (event) => {
    const form = event.target.closest && event.target.closest(".track-form");
    if (!form) {
      return;
    }
    event.preventDefault();
    const place = form.parentElement.querySelector(".track-answer");
    const button = form.querySelector("button");
    button.disabled = true;
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        headers: { "X-Fragment": "yes" },
        body: new URLSearchParams(new FormData(form)),
      });
      if (!answer.ok) {
        throw new Error(String(answer.status));
      }
      /* Written by our own server, which escapes what it puts in. */
      place.innerHTML = await answer.text();
    } catch (error) {
      const failed = document.createElement("p");
      failed.className = "said-no";
      failed.textContent = form.dataset.failed;
      place.replaceChildren(failed);
    } finally {
      button.disabled = false;
    }
  });
})();
