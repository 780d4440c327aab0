// Elements without innerHTML: every text becomes a text node, so nothing that
// a stranger wrote can become markup.
const SVG = "http://www.w3.org/2000/svg";
const sprite = new URL("icons.svg", import.meta.url).pathname;

// h makes an element. Of props, class is the class list, on… a listener, data
// the data attributes; false and null leave an attribute out, true sets it bare.
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "data") Object.assign(element.dataset, value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false));
  return element;
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${sprite}#${name}`);
  svg.append(use);
  return svg;
}

export function mark() {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "mark");
  svg.setAttribute("viewBox", "0 0 32 32");
  svg.setAttribute("aria-hidden", "true");
  const plate = document.createElementNS(SVG, "rect");
  for (const [name, value] of [["width", 32], ["height", 32], ["rx", 8]]) plate.setAttribute(name, value);
  const horn = document.createElementNS(SVG, "path");
  horn.setAttribute("d", "M10 25c-1.6-3.4-1.6-7.2.6-10.2C12.8 11.8 17 10 22.6 5.4c.5 5.4-.9 9.4-4.3 11.6 2.6.5 4.3 2 4.9 4.3-3.6-.9-6.3-.3-8 1.2");
  svg.append(plate, horn);
  return svg;
}

export const key = (...names) => names.map((name) => h("kbd", { "aria-hidden": "true" }, name));

// shown is a stranger's text: isolated, so that it cannot turn the direction
// of what stands around it.
export const shown = (text, props = {}) => h("bdi", props, String(text ?? ""));

export function avatar(id) {
  let sum = 0;
  for (const c of String(id)) sum = (sum * 31 + c.codePointAt(0)) % 8;
  return h("span", { class: `avatar avatar-${sum}`, "aria-hidden": "true" }, [...String(id || "?")].at(-1));
}

// replace puts new children in and leaves the element where it is.
export function replace(element, ...children) {
  element.replaceChildren(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false));
}

// press is a click that does not keep the focus when it came from a pointer,
// so that the next Enter is the page's and not the button's.
export function press(run) {
  return (event) => {
    if (event.detail > 0) event.currentTarget.blur();
    run(event);
  };
}
