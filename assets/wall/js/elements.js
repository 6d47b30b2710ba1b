/* Properties that a plain element takes straight from the stream. Dash hands every property that is set to
   every component of the page to ask whether it is meant; a text in an element needs none of that.
   Text, class, style and the geometry of drawings are written here and only here once the page stands. */
(function (zw) {
  "use strict";

  const ATTRIBUTE = { className: "class", title: "title", d: "d", points: "points" };
  const PLAIN = /^(data|aria)-/;

  function isText(value) {
    return value === null || typeof value === "string" || typeof value === "number";
  }

  function isStyle(value) {
    return typeof value === "object" && value !== null && Object.values(value).every((one) => typeof one === "string");
  }

  /* How a property gets into an element; null when it is not for plain elements. */
  function writer(element, name, value) {
    if (name === "children") {
      const fits = isText(value) && !element.children.length;
      return fits ? () => (element.textContent = value === null ? "" : String(value)) : null;
    }
    if (name === "style") {
      return isStyle(value) ? () => restyle(element, value) : null;
    }
    if (name in ATTRIBUTE || PLAIN.test(name)) {
      return isText(value) ? () => attribute(element, ATTRIBUTE[name] || name, value) : null;
    }
    return null;
  }

  function attribute(element, name, value) {
    if (value === null) {
      element.removeAttribute(name);
    } else if (element.getAttribute(name) !== String(value)) {
      element.setAttribute(name, value);
    }
  }

  function restyle(element, style) {
    element.removeAttribute("style");
    for (const [name, value] of Object.entries(style)) {
      const known = name.startsWith("--") ? name : name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      element.style.setProperty(known, value);
    }
  }

  /* Write properties into the element of that id: all of them, or none and false. */
  function write(id, props) {
    const element = document.getElementById(id);
    if (element === null) {
      return false;
    }
    const writers = Object.entries(props).map(([name, value]) => writer(element, name, value));
    if (writers.includes(null)) {
      return false;
    }
    writers.forEach((put) => put());
    return true;
  }

  /* Components with an id below a property that holds components, each with its own properties. */
  function inside(value, found) {
    if (Array.isArray(value)) {
      value.forEach((one) => inside(one, found));
    } else if (value && typeof value === "object" && value.props) {
      const { id, children, ...rest } = value.props;
      if (id !== undefined) {
        found.push([id, isText(children) ? { ...rest, children } : rest]);
      }
      inside(children, found);
    }
    return found;
  }

  zw.elements = { write, inside: (value) => inside(value, []) };
})((window.zhiwang = window.zhiwang || {}));
