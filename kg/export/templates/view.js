// What is drawn, shown and selected, and how the parts of the page follow it.
const FEW = 8; // entities without facts that are shown unasked
const NEAR = 400; // entities of a neighbourhood, at most
const EXPAND = 200; // neighbours drawn at a time
const MORE = 500; // entities drawn at a time beyond the core

class View {
  constructor(source, deeds) {
    const lone = source.counts.lone <= FEW, time = !matchMedia("(max-width: 760px)").matches;
    Object.assign(this, {source, deeds, listeners: [], linked: new Set(), next: null});
    this.state = {
      selected: null, near: null, paths: null, from: null, drawn: new Set(), opened: [], more: 0, mode: "graph", tab: "entities",
      sort: {column: "", down: false}, lone, loneAtFirst: lone, time, timeAtFirst: time,
    };
    const go = {node: id => this.select(id), edge: key => this.selectEdge(key), close: () => this.clear(), around: (id, n) => this.around(id, n), near: () => this.state.near};
    this.go = {...go, path: id => this.pick(id), expand: id => this.expand(id), hidden: id => neighbourCount(id) - this.drawnBeside(id)};
  }

  /** The picture of what the source opens on. */
  async open(scene) {
    this.scene = scene;
    const core = await this.source.core();
    this.core = core.length;
    scene.shape(core);
    await this.draw(core);
  }

  /**
   * Do something and show what came of it: ``work`` loads before it changes the state, so that nothing of it is seen where it fails. It
   * gives false where there is nothing to do, or {push}: whether it is a step that the browser can go back. Whether ``goes``: see Deeds.
   */
  async act(work, goes = true) {
    const done = await this.deeds.run(work, goes, () => this.act(work, goes));
    if (done) await this.refresh(done.push);
    return Boolean(done);
  }

  /** Draw entities that were not, with the facts between them and all that is drawn; what nothing is named is passed over. */
  async draw(ids) {
    const {drawn} = this.state, wanted = [...new Set(ids)].filter(id => !drawn.has(id));
    if (!wanted.length) return;
    await this.source.load(wanted, drawn);
    const fresh = wanted.filter(id => KNOWN.entities.has(id));
    for (const id of fresh) drawn.add(id);
    const keys = new Set(fresh.flatMap(linksOf).filter(key => drawn.has(factOf(key).s) && drawn.has(factOf(key).t)));
    if (fresh.length) this.scene.add(fresh, [...keys]);
  }

  /** How many neighbours of a drawn entity are drawn. */
  drawnBeside(id) { return neighboursOf(id).filter(end => this.state.drawn.has(end)).length; }

  /** All that the filters and the neighbourhood let through, drawn or not. */
  scope() {
    const {near, lone} = this.state, passes = passing(), inNear = id => !near || near.ids.has(id);
    const edges = new Set([...KNOWN.facts.values()].filter(f => inNear(f.s) && inNear(f.t) && passes(f)).map(f => f.id));
    const nodes = new Set([...KNOWN.entities.keys()].filter(id => inNear(id) && !FILTERS.types.has(entityOf(id).type) && (lone || this.linked.has(id))));
    if (near) nodes.add(near.id);
    return {nodes, edges};
  }

  /** The figures of these entities whose period the date filter lets through. */
  figures(nodes) {
    const days = daysOf(FILTERS);
    return [...KNOWN.observations.values()].filter(o => nodes.has(o.of) && inTime({when: interval(o.period) && {span: interval(o.period)}}, days, FILTERS.undated));
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

  /** Ask again what filters decide, draw it, and tell the other parts; ``push`` makes it a step that the browser can go back. Asked for
   * several times before its turn comes, it is done once. */
  refresh(push = false) {
    if (this.next) this.next.push ||= push;
    else {
      const mine = this.next = {push};
      mine.done = this.deeds.run(async () => {
        if (this.next === mine) this.next = null;
        try {
          await this.decide();
        } finally {
          this.paint(mine.push);
        }
      }, false, () => this.refresh(push));
    }
    return this.next.done;
  }

  /** What the filters let through of what the source must be asked for. */
  async decide() {
    const {near, paths} = this.state;
    if (near) this.state.near = await this.findNear(near.id, near.steps);
    if (paths) this.state.paths = await findPaths(this.source, paths.a, paths.b);
    this.linked = await this.source.linked([...KNOWN.entities.keys()], FILTERS);
  }

  paint(push) {
    const {nodes, edges} = this.visible();
    this.scene.update(nodes, edges, this.focus(edges));
    for (const listener of this.listeners) listener(push);
  }

  /** What is within so many steps of an entity, drawn: {id, steps, ids, cut}. */
  async findNear(id, steps) {
    const {ids, cut} = await this.source.around(id, steps, FILTERS, NEAR + 1);
    await this.draw(ids);
    return {id, steps, ids: new Set(ids), cut: cut ? NEAR : 0};
  }

  /** Select an entity: its card opens, it and its neighbours stand out. While a path's end is looked for, it is that end. */
  select(id, options = {}) {
    return this.act(async () => {
      if (!await this.source.entity(id)) return false;
      if (this.state.from) return this.connect(this.state.from, id);
      await this.draw([id]);
      return this.choose("node", id, options);
    });
  }

  /** Select a fact: its card opens with every sentence. */
  selectEdge(key, options = {}) {
    return this.act(async () => {
      if (!await this.source.fact(key)) return false;
      await this.draw([factOf(key).s, factOf(key).t]);
      return this.choose("edge", key, options);
    });
  }

  choose(kind, id, options) {
    const again = this.state.selected?.kind === kind && this.state.selected.id === id;
    if (this.state.near && kind === "node" && !this.state.near.ids.has(id)) this.state.near = null;
    this.state.selected = {kind, id};
    this.shown = {again, focus: true, ...options};
    return {push: !again};
  }

  /** Let go of what is selected, and of the paths when nothing is. */
  clear() {
    return this.act(async () => {
      const {selected, paths} = this.state;
      if (selected) this.state.selected = null;
      else if (paths) this.state.paths = null;
      this.shown = {again: Boolean(selected && paths), focus: false};
      return {push: true};
    });
  }

  /** Show only what is within so many steps of an entity; the same again shows all. */
  around(id, steps) {
    return this.act(async () => {
      const {near} = this.state, same = near?.id === id && near.steps === steps;
      this.state.near = same ? null : await this.findNear(id, steps);
      this.shown = {again: false, focus: false, whole: true};
      return {push: true};
    });
  }

  /** Draw the neighbours of an entity that are not drawn yet. */
  expand(id) {
    return this.act(async () => {
      await this.unfold(id);
      this.shown = {again: false, focus: true};
      return {push: false};
    }, false);
  }

  async unfold(id) {
    const {drawn, opened} = this.state;
    await this.draw([id]);
    const {ids} = await this.source.around(id, 1, OPEN, 1 + this.drawnBeside(id) + EXPAND);
    const fresh = ids.filter(end => !drawn.has(end)).slice(0, EXPAND);
    await this.draw(fresh);
    if (fresh.length) opened.push(id);
  }

  drawMore() {
    return this.act(async () => {
      await this.draw(await this.source.more(this.state.drawn, MORE));
      this.state.more++;
      return {push: false};
    }, false);
  }

  /** Begin a path: the next entity that is selected is its other end. */
  pick(id) {
    return this.act(async () => {
      this.state.from = id;
      this.state.selected = null;
      return {push: false};
    });
  }

  async connect(a, b) {
    if (a === b) return false;
    const paths = await drawnPaths(this, a, b);
    Object.assign(this.state, {from: null, near: null, selected: null, paths});
    this.shown = {again: false, focus: true};
    return {push: true};
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

  /** Be as a fragment says. */
  restore(text) {
    return this.act(async () => {
      await become(this, text);
      this.shown = {again: false, focus: false};
      return {push: false};
    });
  }
}
