// The page: its parts put together, each of which follows the view.
const given = JSON.parse(byId("data").textContent), source = given.server ? new Remote(given) : new Embedded(given), notice = new Notice();
if (/(^|[#&])lang=en(&|$)/.test(location.hash)) language = "en";
source.preparing = stage => notice.prepare(stage);
await notice.until(() => source.start());
const deeds = new Deeds(source, notice), view = new View(source, deeds), {state} = view, card = byId("card"), tip = byId("tip");
const scene = new Scene(byId("canvas"), source.options);
const refilter = () => { timeline.render(); view.refresh(); };
const types = new Legend("types", KNOWN.types, FILTERS.types, source.counts.types, icon, refilter);
const relations = new Legend("relations", KNOWN.relations, FILTERS.relations, source.counts.relations, relation => stroke(relation.colour), refilter);
const refine = new Refine(refilter);
const timeline = new Timeline(source, () => { refine.render(); timeline.follow(); view.refresh(); });
const table = new Table(view), finder = new Finder(source, id => view.select(id));
const address = new Address(() => toFragment(state, FILTERS), text => view.restore(text).then(speak));

/** The part of the canvas that the card does not cover. */
function free() {
  const stage = byId("canvas").getBoundingClientRect(), own = card.getBoundingClientRect();
  if (card.hidden) return {x: 0, y: 0, width: stage.width, height: stage.height};
  if (own.width > stage.width * 0.9) return {x: 0, y: 0, width: stage.width, height: Math.max(own.top - stage.top, 80)};
  return {x: 0, y: 0, width: own.left - stage.left, height: stage.height};
}

/** What is selected and its neighbours, as far as they can be on the screen together. */
function framed() {
  const {selected, paths} = state, at = id => scene.nodes.get(id);
  if (!selected) return paths ? [...pathFocus(paths).nodes].map(at) : [];
  if (selected.kind === "edge") return [at(factOf(selected.id).s), at(factOf(selected.id).t)];
  const own = at(selected.id), near = neighboursOf(selected.id).map(at).filter(Boolean);
  const reach = Math.max(0, ...near.flatMap(n => [Math.abs(n.x - own.x), Math.abs(n.y - own.y)]));
  return reach < 700 ? [own, ...near] : [own];
}

const content = () => (state.selected ? (state.selected.kind === "node" ? nodeCard : edgeCard)(state.selected.id, view.go) : state.paths ? pathCard(state.paths, view.go) : []);

/** The card tells what is selected; when that changed, the picture moves there. */
function showCard() {
  const {again, focus, whole} = view.shown || {again: true}, some = Boolean(state.selected || state.paths);
  const kept = card.contains(document.activeElement) ? document.activeElement.id : "", top = card.scrollTop;
  card.replaceChildren(...content());
  card.hidden = !some;
  document.body.classList.toggle("carded", some);
  if (some) card.setAttribute("aria-label", card.querySelector("h2").textContent);
  if (view.shown) {
    card.scrollTop = again ? top : 0;
    fold(false);
    tip.hidden = true;
    if (whole) scene.fit(free(), true);
    else if (some && !again) scene.frame(framed(), free(), state.selected?.kind === "node" ? 0.45 : FURTHEST, 1.2, true);
    if (some && focus) card.focus({preventScroll: true});
    byId("live").textContent = state.selected?.kind === "node" ? `${entityOf(state.selected.id).name}${say().comma}${say().facts_of(degreeOf(state.selected.id))}` : "";
  } else card.scrollTop = top;
  if (kept) byId(kept)?.focus({preventScroll: true});
  view.shown = null;
  document.title = some ? `${card.querySelector("h2").textContent} – ${source.title}` : source.title;
}

/** The bar: view, how much is shown, what narrows it, and what can be saved. */
function showBar() {
  const {nodes, edges} = scene.shown, {near, from, paths, drawn, mode} = state, all = source.totals.entities;
  const seg = (name, word) => button(say()[word], () => view.mode(name), {"data-view": name, "aria-pressed": String(mode === name)});
  byId("views").replaceChildren(seg("graph", "graph"), seg("table", "table"));
  byId("views").setAttribute("aria-label", say().views);
  byId("shown").textContent = say().shown(count(nodes.size), count(edges.size));
  const chip = (text, close, id, ...rest) => el("span", {class: "chip scope", id}, el("span", {class: "clip"}, text), ...rest, button("×", close, {class: "cross", "aria-label": say().cancel}));
  const step = n => button(say().steps(n), () => near.steps !== n && view.around(near.id, n), {class: "link", "aria-pressed": String(near.steps === n)});
  const cut = drawn.size < all, more = Math.min(MORE, all - drawn.size);
  byId("scopes").replaceChildren(...[
    cut && el("span", {class: "chip scope", id: "core"}, drawn.size === view.core ? say().coreOf(count(drawn.size), count(all)) : say().drawnOf(count(drawn.size), count(all)), button(say().drawMore(more), () => view.drawMore(), {class: "link"})),
    near && chip(entityOf(near.id).name, () => view.around(near.id, near.steps), "near", step(1), step(2), near.cut ? el("span", {}, say().nearCut(near.cut)) : null),
    from && chip(say().pathFrom(entityOf(from).name), () => stopPicking(), "picking"),
    paths && chip(`${entityOf(paths.a).name} – ${entityOf(paths.b).name}`, () => { state.paths = null; view.refresh(true); }, "path"),
    filtersAreOn() && button(say().clearFilters, clearAll, {class: "chip scope", id: "clear-filters"}),
  ].filter(Boolean));
  byId("png").hidden = mode === "table";
  byId("time").setAttribute("aria-pressed", String(state.time));
  document.body.classList.toggle("tabled", mode === "table");
  document.body.classList.toggle("timed", state.time);
}

function stopPicking() {
  state.from = null;
  view.refresh();
}

function clearAll() {
  clearFilters();
  speak();
  view.refresh(true);
}

function fold(unfolded) {
  document.body.classList.toggle("unfolded", unfolded);
  byId("unfold").setAttribute("aria-expanded", String(unfolded));
}

/** Every word of the interface, in the language chosen. */
function speak() {
  document.documentElement.lang = language === "zh" ? "zh-Hans" : "en";
  byId("title").textContent = source.title;
  const words = {language: "other", unfold: "filters", png: "png", csv: "csv", time: "time"};
  for (const [id, word] of Object.entries(words)) byId(id).textContent = say()[word];
  const labels = {search: "search", canvas: "canvas", png: "pngOf", csv: "csvOf", keys: "keys"};
  for (const [id, word] of Object.entries(labels)) byId(id).setAttribute("aria-label", say()[word]);
  for (const id of ["png", "csv", "keys"]) byId(id).title = byId(id).getAttribute("aria-label");
  finder.input.placeholder = say().search;
  for (const [way, word] of [["in", "zoomIn"], ["out", "zoomOut"], ["fit", "fit"]]) {
    const control = document.querySelector(`[data-zoom="${way}"]`);
    control.title = say()[word];
    control.setAttribute("aria-label", say()[word]);
  }
  byId("more").replaceChildren(loneRow(), lineKeys());
  byId("footer").replaceChildren(...footer());
  for (const show of [showCard, showBar]) show();
  for (const part of [types, relations, refine, timeline]) part.render();
  if (state.mode === "table") table.render();
  scene.redraw();
}

function loneRow() {
  const box = el("input", {type: "checkbox", id: "lone", checked: state.lone, onchange: async () => {
    state.lone = box.checked;
    await view.refresh();
    if (box.checked) scene.fit(free(), true);
  }});
  const {lone} = source.counts;
  return lone ? el("div", {class: "row"}, el("label", {}, box, say().lone), el("span", {class: "count"}, String(lone))) : "";
}

function lineKeys() {
  const lines = [["stated", ""], ["planned", "4 3"], ["ended", "8 3 2 3"], ["supplied", "1.5 2.5"]];
  return el("div", {class: "keys"}, lines.map(([word, dashes]) => el("span", {}, stroke("#6b7480", dashes), word === "supplied" ? say().supplied : statusWord(word))));
}

function footer() {
  const totals = say().totals(source.totals).map(([word, n], i) => [i ? say().comma : "", el("span", {class: "whole"}, `${word} `, el("b", {}, count(n)))]);
  const {supplied} = source.counts;
  return [el("div", {}, totals), el("div", {class: "note"}, say().note, supplied ? " " + say().supplied_note(supplied) : "")];
}
