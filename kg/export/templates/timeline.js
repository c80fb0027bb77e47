// The timeline: facts by date as bars; what is drawn over it with the pointer, or set by the keys at its two ends, is the date filter.
const STEPS = [["day", 1], ["month", 1], ["year", 1], ["year", 2], ["year", 5], ["year", 10], ["year", 25], ["year", 100]]; // widths that bars may have
const BARS = 90; // bars at most

class Timeline {
  constructor(source, changed) {
    Object.assign(this, {source, changed});
    this.root = byId("timeline");
    this.drag = null;
    new ResizeObserver(() => this.axis?.replaceChildren(...this.ticks())).observe(this.root);
  }

  /** The bars' bounds in days, in the finest steps of which not too many are needed. */
  bounds(spans) {
    const [first, last] = spans.reduce(([a, b], [from, to]) => [Math.min(a, from), Math.max(b, to)], [Infinity, -Infinity]);
    for (const [unit, step] of STEPS) {
      const edges = this.edges(first, last, unit, step);
      if (edges.length <= BARS + 1 || step === 100) return {edges, unit};
    }
    return null;
  }

  edges(first, last, unit, step) {
    const start = new Date(first * DAY), edges = [];
    let [year, month, day] = [start.getUTCFullYear(), start.getUTCMonth(), first];
    if (unit === "year") [year, month] = [Math.floor(year / step) * step, 0];
    for (let at = unit === "day" ? first : dayOf(year, month); edges.length <= BARS + 1; ) {
      edges.push(at);
      if (at >= last) break;
      at = unit === "day" ? ++day : unit === "month" ? dayOf(year, ++month) : dayOf((year += step), 0);
    }
    return edges;
  }

  /** How many facts each bar has: one known only to the year is spread over the year's bars. */
  heights(facts, edges) {
    const bars = edges.slice(1).map(() => ({own: 0, paper: 0}));
    for (const {when: {span, own}} of facts) {
      for (let i = 0; i < bars.length; i++) {
        const shared = Math.min(span[1], edges[i + 1]) - Math.max(span[0], edges[i]);
        if (shared > 0) bars[i][own ? "own" : "paper"] += shared / (span[1] - span[0]);
      }
    }
    return bars;
  }

  render() {
    this.known = KNOWN.facts.size;
    const all = [...KNOWN.facts.values()], dated = all.filter(fact => fact.when), passes = passing(FILTERS, "date"), counted = dated.filter(passes);
    if (!dated.length) {
      this.root.replaceChildren(el("p", {class: "hint"}, say().noDates));
      return;
    }
    this.scale = this.bounds(dated.map(fact => fact.when.span));
    const {edges} = this.scale, bars = this.heights(counted, edges), top = Math.max(1, ...bars.map(bar => bar.own + bar.paper));
    const undated = all.filter(fact => !fact.when && passes(fact)).length, papers = dated.some(fact => !fact.when.own);
    this.plot = el("div", {class: "plot", onpointerdown: event => this.down(event), onpointermove: event => this.move(event), onpointerup: () => this.up(), onpointercancel: () => this.up()},
      el("div", {class: "bars", role: "img", "aria-label": say().timeline}, bars.map((bar, i) => this.bar(bar, i, top))), el("div", {class: "brush"}), this.handle("from"), this.handle("to"));
    const key = (name, word) => el("span", {}, el("i", {class: name}), say()[word]);
    this.range = el("span", {class: "range"});
    this.root.replaceChildren(
      el("div", {class: "legend"}, el("h2", {}, say().timeline), papers ? [key("own", "ownDate"), key("paper", "paperDate")] : null, this.range, el("span", {class: "loaded"}, loadedOf(this.source)),
        button(say().clearDates, () => this.set("", ""), {class: "link", id: "clear-time"}), el("label", {class: "undated"}, this.undated(), `${say().undated} ${count(undated)}`)),
      this.plot, this.axis = el("div", {class: "axis", "aria-hidden": "true"}, this.ticks()));
    this.follow();
  }

  /** Show what has been learned since; the keyboard stays where it was. */
  renew() {
    if (this.known === KNOWN.facts.size || this.drag) return;
    const kept = this.root.contains(document.activeElement) ? document.activeElement : null;
    this.render();
    if (kept) this.root.querySelector(kept.id ? `#${kept.id}` : `.${kept.className.split(" ").join(".")}`)?.focus();
  }

  undated() {
    const box = el("input", {type: "checkbox", id: "undated", checked: FILTERS.undated, onchange: () => {
      FILTERS.undated = box.checked;
      this.changed();
    }});
    return box;
  }

  bar({own, paper}, i, top) {
    const label = `${this.text(i)}${say().comma}${say().facts_of(Math.round((own + paper) * 10) / 10)}`, share = n => `${(n / top) * 100}%`;
    return el("div", {class: "bar", title: label}, paper ? this.sized("paper", share(paper)) : null, own ? this.sized("own", share(own)) : null);
  }

  sized(kind, height) {
    const part = el("i", {class: kind});
    part.style.height = height;
    return part;
  }

  text(i) {
    const {edges, unit} = this.scale, first = dayText(edges[i], unit), last = dayText(edges[i + 1] - 1, unit);
    return first === last ? first : `${first}–${last}`;
  }

  ticks() {
    const {edges, unit} = this.scale, every = Math.max(1, Math.ceil((edges.length - 1) / Math.max(2, this.root.clientWidth / 76)));
    return edges.slice(0, -1).map((edge, i) => [edge, i]).filter(([, i]) => i % every === 0).map(([edge, i]) => {
      const tick = el("span", {}, dayText(edge, unit));
      tick.style.left = `${(i / (edges.length - 1)) * 100}%`;
      return tick;
    });
  }

  handle(end) {
    return el("div", {class: `handle ${end}`, role: "slider", tabindex: 0, "aria-label": `${say().timeline} ${say()[end === "from" ? "from_start" : "to_end"]}`, onkeydown: event => this.key(event, end)});
  }

  /** The bars that the date filter covers, from–to. */
  at() {
    const days = daysOf(FILTERS), {edges} = this.scale, last = edges.length - 1;
    const from = Math.max(0, edges.findIndex(edge => edge > days[0]) - 1), to = edges.findIndex(edge => edge >= days[1]);
    return [days[0] === -Infinity ? 0 : days[0] >= edges[last] ? last : from, to < 0 ? last : to];
  }

  key(event, end) {
    const step = {ArrowLeft: -1, ArrowRight: 1, ArrowDown: -1, ArrowUp: 1, Home: -Infinity, End: Infinity}[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    const [from, to] = this.at(), last = this.scale.edges.length - 1;
    const moved = end === "from" ? [Math.min(Math.max(from + step, 0), to - 1), to] : [from, Math.max(Math.min(to + step, last), from + 1)];
    this.choose(...moved);
    this.root.querySelector(`.handle.${end}`).focus();
  }

  place(event) {
    const box = this.plot.getBoundingClientRect(), bars = this.scale.edges.length - 1;
    return Math.min(Math.max(((event.clientX - box.left) / box.width) * bars, 0), bars);
  }

  down(event) {
    if (event.button) return;
    this.plot.setPointerCapture(event.pointerId);
    this.drag = [this.place(event), this.place(event)];
  }

  move(event) {
    if (!this.drag) return;
    this.drag[1] = this.place(event);
    this.show(Math.min(...this.drag), Math.max(...this.drag));
  }

  up() {
    if (!this.drag) return;
    const [a, b] = this.drag.sort((x, y) => x - y);
    this.drag = null;
    this.choose(Math.floor(a), Math.max(Math.ceil(b), Math.floor(a) + 1));
  }

  /** Let the filter cover the bars from–to; all of them is no filter. */
  choose(from, to) {
    const {edges, unit} = this.scale, last = edges.length - 1;
    this.set(from <= 0 ? "" : dayText(edges[from], unit), to >= last ? "" : dayText(edges[to] - 1, unit));
  }

  set(from, to) {
    Object.assign(FILTERS, {from, to});
    this.changed();
  }

  show(from, to) {
    const bars = this.scale.edges.length - 1, brush = this.plot.querySelector(".brush");
    brush.style.left = `${(from / bars) * 100}%`;
    brush.style.right = `${100 - (to / bars) * 100}%`;
  }

  /** Show the date filter as it is. */
  follow() {
    const [from, to] = this.at(), bars = this.scale.edges.length - 1, on = FILTERS.from + FILTERS.to !== "";
    this.show(from, to);
    this.plot.classList.toggle("brushed", on);
    this.range.textContent = on ? `${FILTERS.from || "…"} – ${FILTERS.to || "…"}` : `${this.text(0).split("–")[0]} – ${this.text(bars - 1).split("–").pop()}`;
    [["from", from], ["to", to]].forEach(([end, at]) => {
      const handle = this.root.querySelector(`.handle.${end}`);
      handle.style.left = `${(at / bars) * 100}%`;
      for (const [name, value] of [["valuemin", 0], ["valuemax", bars], ["valuenow", at], ["valuetext", FILTERS[end] || say()[end === "from" ? "from_start" : "to_end"]]]) handle.setAttribute(`aria-${name}`, String(value));
    });
    byId("clear-time").hidden = !on;
  }
}
