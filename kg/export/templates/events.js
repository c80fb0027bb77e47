// What the pointer, the keys and the buttons do; and the beginning.
function hover(title, line, {x, y}) {
  tip.replaceChildren(el("strong", {}, title), el("span", {}, line));
  tip.hidden = false;
  const stage = byId("canvas");
  tip.style.left = `${Math.max(4, Math.min(x + 14, stage.clientWidth - tip.offsetWidth - 8))}px`;
  tip.style.top = `${stage.offsetTop + (y + 18 + tip.offsetHeight > stage.clientHeight ? y - tip.offsetHeight - 10 : y + 18)}px`;
}

function hoverEdge(key, at) {
  const fact = factOf(key), quote = fact.evidence[0]?.quote || say().noEvidence;
  hover(`${entityOf(fact.s).name} ${relationOf(fact)[language]} ${entityOf(fact.t).name}`, quote.length > 90 ? quote.slice(0, 90) + "…" : quote, at);
}

const DOUBLE = 450; // milliseconds in which a second click belongs to the first

function listenToPicture({network}) {
  const last = {node: undefined, at: -Infinity};
  network.on("click", ({pointer, event}) => {
    const node = network.getNodeAt(pointer.DOM), edge = network.getEdgeAt(pointer.DOM), at = event.srcEvent.timeStamp, again = at - last.at < DOUBLE;
    if (again && last.node !== undefined) return; // the first click has moved the picture: the second is of what was there
    Object.assign(last, {node, at});
    if (node !== undefined) view.select(node);
    else if (state.from) return;
    else if (edge !== undefined) view.selectEdge(edge);
    else if (state.selected || state.paths) view.clear();
  });
  // not vis-network's own doubleClick: the card may have opened under the pointer
  byId("stage").addEventListener("dblclick", ({timeStamp}) => { if (last.node !== undefined && timeStamp - last.at < 2 * DOUBLE) view.expand(last.node); });
  network.on("hoverNode", ({node, pointer}) => hover(entityOf(node).name, `${typeOf(node)[language]}${say().comma}${say().facts_of(degreeOf(node))}`, pointer.DOM));
  network.on("hoverEdge", ({edge, pointer}) => hoverEdge(edge, pointer.DOM));
  for (const event of ["blurNode", "blurEdge", "dragStart", "zoom"]) network.on(event, () => { tip.hidden = true; });
}

const speakOther = () => {
  language = other();
  speak();
  address.write(false);
};
const selectedNode = act => () => { if (state.selected?.kind === "node") act(state.selected.id); };
const caption = () => [source.title, say().shown(count(scene.shown.nodes.size), count(scene.shown.edges.size)), loadedOf(source), FILTERS.from + FILTERS.to && `${FILTERS.from || "…"} – ${FILTERS.to || "…"}`].filter(Boolean).join(say().comma);
const savePng = async () => save("zhiluo.png", await toPng(scene, caption()));

/** The rows of the table as they are sorted, or the facts that the picture shows. */
function csv() {
  if (state.mode === "table") return toCsv(state.tab, table.rowsOf());
  return toCsv("facts", [...scene.shown.edges].map(factOf));
}

/** The file's name says what is in it, and of how many rows that can be found, where not all are loaded. */
function csvName() {
  const tab = state.mode === "table" ? state.tab : "facts", [n, all] = [KNOWN[tab].size, source.totals[tab]];
  return `zhiluo-${tab}${source.partial && n < all ? `-${n}-of-${all}` : ""}.csv`;
}

byId("language").addEventListener("click", speakOther);
byId("unfold").addEventListener("click", () => fold(!document.body.classList.contains("unfolded")));
byId("png").addEventListener("click", savePng);
byId("csv").addEventListener("click", () => save(csvName(), new Blob([csv()], {type: "text/csv;charset=utf-8"})));
byId("keys").addEventListener("click", () => keys.show());
byId("time").addEventListener("click", () => {
  state.time = !state.time;
  view.refresh().then(() => timeline.render());
});
byId("zoom").addEventListener("click", event => {
  const way = event.target.dataset.zoom;
  if (way === "fit") scene.fit(free(), true);
  else if (way) scene.zoom(way === "in" ? 1.35 : 1 / 1.35);
});

const keys = new Keys(view, {
  "/": () => {
    finder.input.focus();
    finder.input.select();
  },
  1: selectedNode(id => view.around(id, 1)), 2: selectedNode(id => view.around(id, 2)), e: selectedNode(id => view.expand(id)), p: selectedNode(id => view.pick(id)),
  0: () => scene.fit(free(), true), "+": () => scene.zoom(1.35), "=": () => scene.zoom(1.35), "-": () => scene.zoom(1 / 1.35),
  t: () => view.mode(state.mode === "table" ? "graph" : "table"), f: clearAll, l: speakOther,
}, typing => {
  if (typing) document.activeElement.blur();
  else if (document.body.classList.contains("unfolded")) fold(false);
  else if (state.from) stopPicking();
  else if (state.selected || state.paths) {
    const inside = card.contains(document.activeElement);
    view.clear().then(() => { if (inside && card.hidden) (state.mode === "table" ? table : byId("canvas")).focus(); });
  } else if (state.near) view.around(state.near.id, state.near.steps);
});

function windowPoint(point) {
  const box = byId("canvas").getBoundingClientRect(), {x, y} = scene.network.canvasToDOM({x: point.x, y: point.y});
  return {x: box.left + x, y: box.top + y};
}

/** Draw what the address says, and only then listen: vis-network begins with all in its place. */
async function begin() {
  await notice.until(() => view.open(scene));
  await view.restore(address.last);
  scene.start();
  scene.network.canvas.frame.tabIndex = -1; // the canvas around it takes the keys
  scene.fit(free(), false);
  listenToPicture(scene);
  view.listeners.push(showCard, showBar, () => timeline.renew(), () => { if (state.mode === "table") table.render(); }, push => address.write(push));
  view.shown = {again: false, focus: false};
  speak();
  window.zhiluo = driver;
  document.body.dataset.ready = "";
}

/** For tests and for scripts that drive the page: points are in pixels of the window. */
const driver = Object.freeze({
  select: id => view.select(id), selectEdge: key => view.selectEdge(key), clear: () => view.clear(), csv,
  selected: () => state.selected && {...state.selected},
  visible: () => ({nodes: [...scene.shown.nodes], edges: [...scene.shown.edges]}),
  drawn: () => [...state.drawn],
  fact: key => structuredClone(factOf(key)), entity: id => structuredClone(entityOf(id)), facts: () => [...KNOWN.facts.keys()],
  nodePoint: id => windowPoint(scene.nodes.get(id)),
  edgePoint: key => windowPoint(scene.middle(key)),
  settled: () => deeds.settled(),
  png: async () => (await toPng(scene, caption())).size,
});
await begin();
