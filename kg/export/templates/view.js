// What is drawn, shown and selected, and how the parts of the page follow it.
const FEW = 8; // entities without facts that are shown unasked
const NEAR = 400; // entities of a neighbourhood, at most
const EXPAND = 200; // neighbours drawn at a time
const MORE = 500; // entities drawn at a time beyond the core

class View {
  constructor(source) {
    const lone = [...KNOWN.links.values()].filter(links => !links.length).length <= FEW, time = !matchMedia("(max-width: 760px)").matches;
    this.source = source;
    this.state = {
      selected: null, near: null, paths: null, from: null, drawn: new Set(), opened: [], more: 0, mode: "graph", tab: "entities",
      sort: {column: "", down: false}, lone, loneAtFirst: lone, time, timeAtFirst: time,
    };
    this.listeners = [];
    const go = {node: id => this.select(id), edge: key => this.selectEdge(key), close: () => this.clear(), around: (id, n) => this.around(id, n), near: () => this.state.near};
    this.go = {...go, path: id => this.pick(id), expand: id => this.expand(id), hidden: id => neighboursOf(id).filter(end => !this.state.drawn.has(end)).length};
  }

  /** The picture of what the source opens on. */
  async open(scene) {
    this.scene = scene;
    const core = await this.source.core();
    this.core = core.length;
    scene.shape(core);
    this.draw(core);
  }

  /** Draw entities that were not, with the facts between them and all that is drawn. */
  draw(ids) {
    const {drawn} = this.state, fresh = [...new Set(ids)].filter(id => !drawn.has(id));
    for (const id of fresh) drawn.add(id);
    const keys = new Set(fresh.flatMap(linksOf).filter(key => drawn.has(factOf(key).s) && drawn.has(factOf(key).t)));
    if (fresh.length) this.scene.add(fresh, [...keys]);
    return fresh.length;
  }

  /** All that the filters and the neighbourhood let through, drawn or not. */
  scope() {
    const {near, lone} = this.state, passes = passing(), inNear = id => !near || near.ids.has(id);
    const edges = new Set([...KNOWN.facts.values()].filter(f => inNear(f.s) && inNear(f.t) && passes(f)).map(f => f.id));
    const linking = passing({...FILTERS, types: new Set()}), linked = id => linksOf(id).some(key => linking(factOf(key)));
    const nodes = new Set([...KNOWN.entities.keys()].filter(id => inNear(id) && !FILTERS.types.has(entityOf(id).type) && (lone || linked(id))));
    if (near) nodes.add(near.id);
    return {nodes, edges};
  }

  /** The figures of these entities whose period the date filter lets through. */
  figures(nodes) {
    const days = daysOf(FILTERS);
    return KNOWN.observations.filter(o => nodes.has(o.of) && inTime({when: interval(o.period) && {span: interval(o.period)}}, days, FILTERS.undated));
  }

  /** What is shown in the picture: the scope as far as it is drawn, and whatever is selected in any case. */
  visible() {
    const {drawn, selected, paths} = this.state, {nodes, edges} = this.scope();
    const on = {nodes: new Set([...nodes].filter(id => drawn.has(id))), edges: new Set([...edges].filter(key => drawn.has(factOf(key).s) && drawn.has(factOf(key).t)))};
    if (selected?.kind === "node") on.nodes.add(selected.id);
    const keys = [...(selected?.kind === "edge" ? [selected.id] : []), ...(paths ? pathFocus(paths).edges : [])];
    for (const key of keys) {
      on.edges.add(key);
      on.nodes.add(factOf(key).s).add(factOf(key).t);
    }
    return on;
  }

  /** What stands out: the paths, or a selected entity with its facts and their other ends, or a selected fact with both of its ends. */
  focus(edges) {
    const {selected, paths} = this.state;
    if (paths && selected?.kind !== "node") return selected ? {...pathFocus(paths), edges: new Set([selected.id])} : pathFocus(paths);
    if (!selected) return null;
    const keys = selected.kind === "edge" ? [selected.id] : linksOf(selected.id).filter(key => edges.has(key));
    const nodes = new Set(keys.flatMap(key => [factOf(key).s, factOf(key).t]));
    if (selected.kind === "node") nodes.add(selected.id);
    return {main: selected.kind === "node" ? selected.id : null, nodes, edges: new Set(keys)};
  }

  /** Ask again what filters decide, draw it, and tell the other parts; ``push`` makes it a step that the browser can go back. */
  async refresh(push = false) {
    const {near, paths} = this.state;
    if (near) await this.findNear(near.id, near.steps);
    if (paths) this.state.paths = await findPaths(this.source, paths.a, paths.b);
    const {nodes, edges} = this.visible();
    this.scene.update(nodes, edges, this.focus(edges));
    for (const listener of this.listeners) listener(push);
  }

  async findNear(id, steps) {
    const all = await this.source.around(id, steps, FILTERS), ids = new Set(all.slice(0, NEAR + 1));
    this.state.near = {id, steps, ids, cut: all.length > ids.size ? NEAR : 0};
    this.draw([...ids]);
  }

  /** Select an entity: its card opens, it and its neighbours stand out. While a path's end is looked for, it is that end. */
  async select(id, options = {}) {
    if (!KNOWN.entities.has(id)) return false;
    if (this.state.from) return this.connect(this.state.from, id);
    this.draw([id]);
    return this.choose("node", id, options);
  }

  /** Select a fact: its card opens with every sentence. */
  async selectEdge(key, options = {}) {
    if (!KNOWN.facts.has(key)) return false;
    this.draw([factOf(key).s, factOf(key).t]);
    return this.choose("edge", key, options);
  }

  async choose(kind, id, options) {
    const again = this.state.selected?.kind === kind && this.state.selected.id === id;
    if (this.state.near && kind === "node" && !this.state.near.ids.has(id)) this.state.near = null;
    this.state.selected = {kind, id};
    this.shown = {again, focus: true, ...options};
    await this.refresh(!again);
    return true;
  }

  /** Let go of what is selected, and of the paths when nothing is. */
  async clear() {
    const {selected, paths} = this.state;
    if (selected) this.state.selected = null;
    else if (paths) this.state.paths = null;
    this.shown = {again: Boolean(selected && paths), focus: false};
    await this.refresh(true);
  }

  /** Show only what is within so many steps of an entity; the same again shows all. */
  async around(id, steps) {
    const {near} = this.state, same = near?.id === id && near.steps === steps;
    this.state.near = same ? null : {id, steps};
    if (!same) await this.findNear(id, steps);
    this.shown = {again: false, focus: false, whole: true};
    await this.refresh(true);
  }

  /** Draw the neighbours of an entity that are not drawn yet. */
  async expand(id) {
    await this.unfold(id);
    this.shown = {again: false, focus: true};
    await this.refresh();
  }

  async unfold(id) {
    const ids = (await this.source.around(id, 1, OPEN)).filter(end => !this.state.drawn.has(end)).slice(0, EXPAND);
    if (ids.length) this.state.opened.push(id);
    this.draw(ids);
  }

  async drawMore() {
    this.draw(await this.source.more(this.state.drawn, MORE));
    this.state.more++;
    await this.refresh();
  }

  /** Begin a path: the next entity that is selected is its other end. */
  async pick(id) {
    this.state.from = id;
    this.state.selected = null;
    await this.refresh();
  }

  async connect(a, b) {
    if (a === b) return false;
    Object.assign(this.state, {from: null, near: null, selected: null});
    this.state.paths = await findPaths(this.source, a, b);
    this.draw([a, b, ...pathFocus(this.state.paths).nodes]);
    this.shown = {again: false, focus: true};
    await this.refresh(true);
    return true;
  }

  async mode(mode) {
    this.state.mode = mode;
    await this.refresh(true);
  }

  async tab(tab) {
    Object.assign(this.state, {tab, sort: {column: "", down: false}});
    await this.refresh();
  }

  /** Sort by a column; the same again turns the order. Numbers begin with the largest. */
  async sort(column) {
    const {sort, tab} = this.state, largest = Boolean(COLUMNS[tab].find(c => c.id === column)?.number);
    this.state.sort = {column, down: sort.column === column ? !sort.down : largest};
    await this.refresh();
  }

  /** Be as a fragment says; what it names and nothing has is passed over. */
  async restore(text) {
    const read = fromFragment(text), {state} = this, known = key => read(key).filter(id => KNOWN.entities.has(id));
    language = read("lang")[0] === "en" ? "en" : "zh";
    filtersFrom(read);
    const [column] = read("sort"), tab = TABS.includes(read("tab")[0]) ? read("tab")[0] : "entities", id = column?.replace(/^-/, "");
    const on = (key, first) => (read(key).length ? read(key)[0] === "1" : first);
    Object.assign(state, {
      mode: read("view")[0] === "table" ? "table" : "graph", tab, sort: {column: COLUMNS[tab].some(c => c.id === id) ? id : "", down: Boolean(column?.startsWith("-"))},
      lone: on("lone", state.loneAtFirst), time: on("time", state.timeAtFirst), from: null, near: null, paths: null, selected: null,
    });
    const opened = [...state.opened]; // what is drawn stays drawn; only what the link has beside it is added
    for (const id of known("x")) {
      if (opened.includes(id)) opened.splice(opened.indexOf(id), 1);
      else await this.unfold(id);
    }
    for (const wanted = Math.min(Number(read("more")[0]) || 0, 100); state.more < wanted; state.more++) this.draw(await this.source.more(state.drawn, MORE));
    const [center, steps] = read("near"), [a, b] = known("path");
    if (KNOWN.entities.has(center) && ["1", "2"].includes(steps)) await this.findNear(center, +steps);
    if (a && b && a !== b) {
      state.paths = await findPaths(this.source, a, b);
      this.draw([a, b, ...pathFocus(state.paths).nodes]);
    }
    const [node] = known("n"), [edge] = read("e").filter(key => KNOWN.facts.has(key));
    if (node || edge) state.selected = node ? {kind: "node", id: node} : {kind: "edge", id: edge};
    if (state.selected) this.draw(node ? [node] : [factOf(edge).s, factOf(edge).t]);
    this.shown = {again: false, focus: false};
    await this.refresh();
  }
}
