// What is selected and shown, and how the parts of the page follow it.
const LONE = [...LINKS].filter(([, links]) => !links.length).map(([id]) => id);
const FEW = 8; // entities without relations that are shown unasked

const state = {selected: null, lone: LONE.length <= FEW};
const byId = id => document.getElementById(id);
const card = byId("card"), tip = byId("tip");
const types = new Legend("types", "types", DATA.types, tally([...ENTITIES.values()].map(e => e.type)), icon, () => refresh());
const relations = new Legend("relations", "relations", DATA.relations, tally([...FACTS.values()].map(f => f.type)), relation => stroke(relation.colour), () => refresh());
const scene = new Scene(byId("canvas"), DATA.network);
const finder = new Finder(id => select(id));
const go = {node: id => select(id), edge: key => selectEdge(key), close: () => clear()};

/** The edges and nodes that the filters let through, and whatever is selected in any case. */
function visible() {
  const chosen = state.selected, on = id => !types.off.has(ENTITIES.get(id).type);
  const edges = new Set([...FACTS].filter(([, f]) => !relations.off.has(f.type) && on(f.s) && on(f.t)).map(([key]) => key));
  const linked = id => LINKS.get(id).some(key => !relations.off.has(FACTS.get(key).type));
  const nodes = new Set([...ENTITIES.keys()].filter(id => on(id) && (state.lone || linked(id))));
  if (chosen?.kind === "node") nodes.add(chosen.id);
  if (chosen?.kind === "edge") { edges.add(chosen.id); nodes.add(FACTS.get(chosen.id).s).add(FACTS.get(chosen.id).t); }
  return {nodes, edges};
}

/** What stands out: a selected entity with its facts and their other ends, or a selected fact with both of its ends. */
function focusOf(edges) {
  const chosen = state.selected;
  if (!chosen) return null;
  const keys = chosen.kind === "edge" ? [chosen.id] : LINKS.get(chosen.id).filter(key => edges.has(key));
  const nodes = new Set(keys.flatMap(key => [FACTS.get(key).s, FACTS.get(key).t]));
  if (chosen.kind === "node") nodes.add(chosen.id);
  return {main: chosen.kind === "node" ? chosen.id : null, nodes, edges: new Set(keys)};
}

function refresh() {
  const {nodes, edges} = visible();
  scene.update(nodes, edges, focusOf(edges));
  scene.network.redraw();
}

/** The part of the canvas that the card does not cover. */
function free() {
  const stage = byId("stage").getBoundingClientRect(), own = card.getBoundingClientRect();
  if (card.hidden) return {x: 0, y: 0, width: stage.width, height: stage.height};
  if (own.width > stage.width * 0.9) return {x: 0, y: 0, width: stage.width, height: own.top - stage.top};
  return {x: 0, y: 0, width: own.left - stage.left, height: stage.height};
}

function open(kind, id, content, points) {
  const again = state.selected?.kind === kind && state.selected.id === id;
  state.selected = {kind, id};
  card.replaceChildren(...content);
  card.hidden = false;
  card.scrollTop = 0;
  card.setAttribute("aria-label", card.querySelector("h2").textContent);
  fold(false);
  tip.hidden = true;
  refresh();
  if (!again) scene.frame(points, free(), 0.45, 1.2, true);
  card.focus({preventScroll: true});
}

/** An entity and its neighbours, as far as they can be on the screen together; otherwise the entity alone. */
function around(id) {
  const own = scene.nodes.get(id), near = LINKS.get(id).map(key => FACTS.get(key)).map(f => scene.nodes.get(f.s === id ? f.t : f.s));
  const reach = Math.max(0, ...near.flatMap(n => [Math.abs(n.x - own.x), Math.abs(n.y - own.y)]));
  return reach < 700 ? [own, ...near] : [own];
}

/** Select an entity: its card opens, it and its neighbours stand out. */
function select(id) {
  if (!ENTITIES.has(id)) return false;
  open("node", id, nodeCard(id, go), around(id));
  return true;
}

/** Select a fact: its card opens with every sentence. */
function selectEdge(key) {
  if (!FACTS.has(key)) return false;
  const {s, t} = FACTS.get(key);
  open("edge", key, edgeCard(key, go), [scene.nodes.get(s), scene.nodes.get(t)]);
  return true;
}

function clear() {
  state.selected = null;
  card.hidden = true;
  card.replaceChildren();
  refresh();
}

function fold(unfolded) {
  document.body.classList.toggle("unfolded", unfolded);
  byId("unfold").setAttribute("aria-expanded", String(unfolded));
}

/** Every word of the interface, in the language chosen. */
function speak() {
  document.documentElement.lang = language === "zh" ? "zh-Hans" : "en";
  byId("title").textContent = DATA.title;
  byId("language").textContent = say().other;
  byId("unfold").textContent = say().filters;
  finder.input.placeholder = say().search;
  finder.input.setAttribute("aria-label", say().search);
  byId("canvas").setAttribute("aria-label", say().canvas);
  for (const [way, word] of [["in", "zoomIn"], ["out", "zoomOut"], ["fit", "fit"]]) {
    const button = document.querySelector(`[data-zoom="${way}"]`);
    button.title = say()[word];
    button.setAttribute("aria-label", say()[word]);
  }
  types.render();
  relations.render();
  byId("more").replaceChildren(loneRow(), keys());
  byId("footer").replaceChildren(...footer());
  if (state.selected) card.replaceChildren(...(state.selected.kind === "node" ? nodeCard : edgeCard)(state.selected.id, go));
  scene.network.redraw();
}

function loneRow() {
  const box = el("input", {type: "checkbox", id: "lone", checked: state.lone, onchange: () => { state.lone = box.checked; refresh(); if (box.checked) scene.fit(true); }});
  return LONE.length ? el("div", {class: "row"}, el("label", {}, box, say().lone), el("span", {class: "count"}, String(LONE.length))) : "";
}

function keys() {
  const grey = "#8a93a0";
  const lines = [["solid", ""], ["planned", "4 3"], ["supplied", "1.5 2.5"]];
  return el("div", {class: "keys"}, lines.map(([word, dashes]) => el("span", {}, stroke(grey, dashes), say()[word])));
}

function footer() {
  const totals = say().totals(DATA.totals).map(([word, n], i) => [i ? say().comma : "", el("span", {class: "whole"}, `${word} `, el("b", {}, n.toLocaleString("en")))]);
  const supplied = [...FACTS.values()].filter(isSupplied).length;
  const cut = ENTITIES.size < DATA.totals.entities ? say().cut(ENTITIES.size) : "";
  return [el("div", {}, totals), el("div", {}, say().note, supplied ? " " + say().supplied_note(supplied) : "", cut ? " " + cut : "")];
}

function hover(title, line, {x, y}) {
  tip.replaceChildren(el("strong", {}, title), el("span", {}, line));
  tip.hidden = false;
  const stage = byId("stage");
  tip.style.left = `${Math.max(4, Math.min(x + 14, stage.clientWidth - tip.offsetWidth - 8))}px`;
  tip.style.top = `${y + 18 + tip.offsetHeight > stage.clientHeight ? y - tip.offsetHeight - 10 : y + 18}px`;
}

function hoverEdge(key, at) {
  const fact = FACTS.get(key), relation = relationOf(fact), sentence = DATA.sentences[fact.evidence[0]];
  const quote = sentence ? sentence[4] : say().noEvidence;
  hover(`${ENTITIES.get(fact.s).name} ${relation[language]} ${ENTITIES.get(fact.t).name}`, quote.length > 90 ? quote.slice(0, 90) + "…" : quote, at);
}

scene.network.on("click", ({pointer}) => {
  const node = scene.network.getNodeAt(pointer.DOM), edge = scene.network.getEdgeAt(pointer.DOM);
  if (node !== undefined) select(node);
  else if (edge !== undefined) selectEdge(edge);
  else if (state.selected) clear();
});
scene.network.on("hoverNode", ({node, pointer}) => hover(ENTITIES.get(node).name, `${typeOf(node)[language]}${say().comma}${say().facts_of(LINKS.get(node).length)}`, pointer.DOM));
scene.network.on("hoverEdge", ({edge, pointer}) => hoverEdge(edge, pointer.DOM));
for (const event of ["blurNode", "blurEdge", "dragStart", "zoom"]) scene.network.on(event, () => { tip.hidden = true; });

byId("language").addEventListener("click", () => { language = other(); speak(); });
byId("unfold").addEventListener("click", () => fold(!document.body.classList.contains("unfolded")));
byId("zoom").addEventListener("click", event => {
  const way = event.target.dataset.zoom;
  if (way === "fit") scene.fit(true);
  else if (way) scene.zoom(way === "in" ? 1.35 : 1 / 1.35);
});
document.addEventListener("keydown", event => {
  const typing = event.target.closest("input[type=text]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    finder.input.focus();
    finder.input.select();
  } else if (event.key === "Escape") {
    if (typing) finder.input.blur();
    else if (document.body.classList.contains("unfolded")) fold(false);
    else clear();
  }
});

speak();
scene.shown.nodes = visible().nodes;
scene.fit(false);
scene.line = Math.min(Math.max(0.8 / scene.network.getScale(), 1.2), 2.4);
scene.shown.nodes = new Set();
refresh();

/** For tests and for scripts that drive the page: points are in pixels of the window. */
window.zhiluo = Object.freeze({
  select, selectEdge, clear,
  selected: () => state.selected && {...state.selected},
  visible: () => ({nodes: [...scene.shown.nodes], edges: [...scene.shown.edges]}),
  nodePoint: id => windowPoint(scene.nodes.get(id)),
  edgePoint: key => windowPoint(scene.middle(key)),
});

function windowPoint(point) {
  const box = byId("canvas").getBoundingClientRect(), {x, y} = scene.network.canvasToDOM({x: point.x, y: point.y});
  return {x: box.left + x, y: box.top + y};
}
