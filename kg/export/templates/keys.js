// The keyboard: keys of the whole page, keys of the picture, and the list of them.
const ARROWS = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]};

class Keys {
  /** ``acts``: what each key does, by the key; ``back``: what Esc does. */
  constructor(view, acts, back) {
    Object.assign(this, {view, acts, back});
    this.help = byId("help");
    this.help.addEventListener("click", event => { if (event.target === this.help) this.help.close(); });
    document.addEventListener("keydown", event => this.key(event));
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented || this.help.open) return;
    const {target} = event, typing = target.closest("input:not([type=checkbox]), textarea"), free = target === document.body || target.closest("#stage");
    if (event.key === "Escape") this.back(typing);
    else if (typing) return;
    else if (event.key === "?") this.show();
    else if (event.key === "/") this.acts["/"]();
    else if (free && this.walks(event, target)) return event.preventDefault();
    else if (free && Object.hasOwn(this.acts, event.key.toLowerCase())) this.acts[event.key.toLowerCase()]();
    else return;
    event.preventDefault();
  }

  /** The arrows and Enter in the picture; true where the key was one of them. */
  walks(event, target) {
    if (this.view.state.mode !== "graph" || !(target === document.body || target.closest("#canvas"))) return false;
    if (event.key === "Enter") {
      if (this.view.state.selected) byId("card").focus();
      return true;
    }
    if (!ARROWS[event.key]) return false;
    const next = this.next(ARROWS[event.key]);
    if (next) this.view.select(next, {focus: false});
    return true;
  }

  /** The neighbour of what is selected that lies in a direction, the straightest and nearest; without a selection the best connected entity. */
  next([dx, dy]) {
    const {selected} = this.view.state, {scene} = this.view, {nodes, edges} = scene.shown;
    if (selected?.kind !== "node") return selected ? factOf(selected.id)[dx > 0 || dy > 0 ? "t" : "s"] : scene.ranked.find(n => nodes.has(n.id))?.id;
    const own = scene.nodes.get(selected.id), ends = linksOf(selected.id).filter(key => edges.has(key)).map(key => otherEnd(factOf(key), selected.id));
    const way = id => {
      const {x, y} = scene.nodes.get(id), far = Math.hypot(x - own.x, y - own.y), along = ((x - own.x) * dx + (y - own.y) * dy) / (far || 1);
      return {id, along, cost: far * (2 - along)};
    };
    return [...new Set(ends)].filter(id => id !== selected.id).map(way).filter(({along}) => along > 0.38).sort((a, b) => a.cost - b.cost)[0]?.id;
  }

  show() {
    const rows = say().help.flatMap(([key, does]) => [el("dt", {}, key.split(" ").map(k => el("kbd", {}, k))), el("dd", {}, does)]);
    this.help.setAttribute("aria-label", say().keys);
    this.help.replaceChildren(el("header", {}, el("h2", {}, say().keys), button("×", () => this.help.close(), {class: "close", "aria-label": say().close})), el("dl", {}, rows), el("p", {class: "hint"}, say().helpNote));
    this.help.showModal();
  }
}
