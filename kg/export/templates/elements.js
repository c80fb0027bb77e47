// Elements built from text alone: no string is ever parsed as HTML.
const byId = id => document.getElementById(id);

/** An element with attributes, listeners (keys that begin with "on") and children; strings become text. */
function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === false || value === null) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "class") element.className = value;
    else if (key in element && typeof value === "boolean") element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

const button = (text, onclick, attributes = {}) => el("button", {type: "button", onclick, ...attributes}, text);

const SVG = "http://www.w3.org/2000/svg";
const POLYGONS = {
  square: "2.5,2.5 11.5,2.5 11.5,11.5 2.5,11.5", diamond: "7,1 13,7 7,13 1,7", triangle: "7,1.5 13,12 1,12", triangleDown: "1,2 13,2 7,12.5",
  hexagon: "4,1.8 10,1.8 13,7 10,12.2 4,12.2 1,7", star: "7,.8 8.8,5 13.3,5.3 9.9,8.2 11,12.6 7,10.2 3,12.6 4.1,8.2 .7,5.3 5.2,5",
  box: "1,4 13,4 13,10 1,10",
};

function drawn(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** The shape and colour of an entity type, as the legend, the cards and the table show it. */
function icon(type) {
  const svg = drawn("svg", {viewBox: "0 0 14 14", class: "icon", "aria-hidden": "true"}), {shape, colour} = type;
  if (POLYGONS[shape]) svg.append(drawn("polygon", {points: POLYGONS[shape], fill: colour}));
  else if (shape === "circle") svg.append(drawn("circle", {cx: 7, cy: 7, r: 4.2, fill: "none", stroke: colour, "stroke-width": 3}));
  else svg.append(drawn("ellipse", {cx: 7, cy: 7, rx: shape === "ellipse" ? 6.5 : 5.5, ry: shape === "ellipse" ? 4.2 : 5.5, fill: colour}));
  return svg;
}

/** A short line in a relation's colour, dashed as in the picture. */
function stroke(colour, dashes) {
  const line = drawn("line", {x1: 1, y1: 4, x2: 19, y2: 4, stroke: colour, "stroke-width": 2, "stroke-dasharray": dashes || "none"});
  return drawn("svg", {viewBox: "0 0 20 8", class: "stroke", "aria-hidden": "true"}, line);
}

/** A sentence in which every one of the names is marked, the longest first where they overlap, and apart from them the words of ``spans``. */
function marked(sentence, names, spans = []) {
  const found = [];
  const free = (start, end) => found.every(([a, b]) => end <= a || start >= b);
  for (const name of [...new Set(names)].filter(Boolean).sort((a, b) => b.length - a.length)) {
    for (let at = sentence.indexOf(name); at >= 0; at = sentence.indexOf(name, at + 1)) {
      if (free(at, at + name.length)) found.push([at, at + name.length, ""]);
    }
  }
  for (const [start, end] of spans) if (end <= sentence.length && free(start, end)) found.push([start, end, "said"]);
  const parts = [];
  let done = 0;
  for (const [start, end, kind] of found.sort((a, b) => a[0] - b[0])) {
    parts.push(sentence.slice(done, start), el("mark", kind ? {class: kind, title: say().said} : {}, sentence.slice(start, end)));
    done = end;
  }
  return [...parts, sentence.slice(done)].filter(part => part !== "");
}
