/* Filters live in the address: what every page with filters writes it and reads it with. */
(function () {
  "use strict";

  const review = ((window.dash_clientside = window.dash_clientside || {}).review =
    window.dash_clientside.review || {});

  review.address = {
    /* A value that is the standard one is left out. */
    put(parameters, name, value, standard) {
      if (value && value !== standard) {
        parameters.set(name, value);
      } else {
        parameters.delete(name);
      }
    },

    /* Commas between codes stay readable. */
    written(parameters) {
      const text = parameters.toString().replace(/%2C/g, ",");
      return text ? `?${text}` : "";
    },

    /* Gives a control the value of the address, unless it shows that already. */
    set(id, value, shown) {
      if (JSON.stringify(value) !== JSON.stringify(shown)) {
        window.dash_clientside.set_props(id, { value: value });
      }
    },
  };
})();
