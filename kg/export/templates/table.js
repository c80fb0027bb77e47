// The table: entities, facts and figures as rows, sorted by any column; only the rows in sight are in the page, so that thousands are no burden.
const COLLATOR = new Intl.Collator("zh-CN", {numeric: true}); // Chinese by pinyin
const compare = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : COLLATOR.compare(String(a ?? ""), String(b ?? "")));
const named = id => [icon(typeOf(id)), el("span", {class: "clip"}, entityOf(id).name)];
const percent = n => `${Math.round(n * 100)}%`;
const firstQuote = row => row.evidence[0]?.quote || "";
const detail = fact => [fact.title, fact.amount && quantity(...fact.amount), fact.rank && say().rankOf(fact.rank)].filter(Boolean).join(say().comma);

/** The columns of each tab: a word, a width, what is sorted by and written to CSV, what is shown where that differs; minor ones give way on a phone,
 * some are on the screen only, some in CSV only. */
const COLUMNS = {
  entities: [
    {id: "name", wide: "minmax(0, 3fr)", of: e => e.name, show: e => named(e.id)},
    {id: "kind", wide: "minmax(84px, 1fr)", of: e => typeOf(e.id)[language]},
    {id: "count", wide: "84px", number: true, of: e => e.passing, show: e => (isWhole(e.id) ? e.passing : `${e.passing} / ${degreeOf(e.id)}`)},
    {id: "countAll", csvOnly: true, of: e => degreeOf(e.id)},
    {id: "aliases", wide: "minmax(0, 3fr)", minor: true, of: e => e.aliases.join("、")},
  ],
  facts: [
    {id: "from_", wide: "minmax(0, 2fr)", of: f => entityOf(f.s).name, show: f => named(f.s)},
    {id: "relation", wide: "minmax(64px, .7fr)", of: f => relationOf(f)[language]},
    {id: "to_", wide: "minmax(0, 2fr)", of: f => entityOf(f.t).name, show: f => named(f.t)},
    {id: "detail", wide: "minmax(0, 1.3fr)", minor: true, screenOnly: true, of: detail},
    {id: "title", csvOnly: true, of: f => f.title || ""},
    {id: "amount", csvOnly: true, of: f => f.amount?.[0] ?? ""},
    {id: "currency", csvOnly: true, of: f => f.amount?.[1] || ""},
    {id: "rank", csvOnly: true, of: f => f.rank ?? ""},
    {id: "date", wide: "84px", minor: true, of: f => f.date || ""},
    {id: "status", wide: "68px", minor: true, of: f => statusWord(f.status)},
    {id: "confidence", wide: "72px", minor: true, number: true, of: f => f.confidence, show: f => percent(f.confidence)},
    {id: "sentence", wide: "minmax(0, 3fr)", minor: true, of: firstQuote, show: f => marked(firstQuote(f), wordsOf(f), f.evidence[0]?.spans)},
    {id: "page", csvOnly: true, of: f => f.evidence[0]?.doc || ""},
  ],
  observations: [
    {id: "subject", wide: "minmax(0, 2fr)", of: o => entityOf(o.of).name, show: o => named(o.of)},
    {id: "indicator", wide: "minmax(0, 2fr)", of: o => o.indicator},
    {id: "value", wide: "minmax(88px, 1fr)", number: true, of: o => o.value ?? "", show: o => (o.value === undefined ? "" : quantity(o.value, o.unit))},
    {id: "unit", csvOnly: true, of: o => o.unit || ""},
    {id: "change", wide: "76px", number: true, minor: true, of: o => o.change ?? "", show: o => (o.change === undefined ? "" : change(o.change))},
    {id: "period", wide: "minmax(76px, .7fr)", minor: true, of: o => o.period || ""},
    {id: "status", wide: "68px", minor: true, of: o => (o.status === "planned" ? say().planned_figure : statusWord(o.status))},
    {id: "sentence", wide: "minmax(0, 4fr)", minor: true, of: firstQuote, show: o => marked(firstQuote(o), [o.indicator, ...namesOf(o.of)])},
    {id: "page", csvOnly: true, of: o => o.evidence[0]?.doc || ""},
  ],
};
/** The order of a tab before a column is chosen. */
const FIRST_ORDER = {
  entities: (a, b) => b.passing - a.passing || compare(a.name, b.name) || compare(a.id, b.id),
  facts: (a, b) => rankOf(a) - rankOf(b) || compare(entityOf(a.s).name, entityOf(b.s).name) || compare(a.id, b.id),
  observations: (a, b) => compare(entityOf(a.of).name, entityOf(b.of).name) || compare(a.indicator, b.indicator) || compare(a.id, b.id),
};
const rankOf = fact => [...KNOWN.relations.keys()].indexOf(fact.type);
/** How much of the whole graph is loaded, in words, where that is not all. */
function loadedOf({partial, totals}, tab = "facts") {
  const n = KNOWN[tab].size, all = totals[tab];
  return partial && n < all ? say().loaded[tab](count(n), count(all)) : "";
}
const TABS = Object.keys(COLUMNS);
const tabWord = tab => say()[tab === "observations" ? "figures" : tab];

class Table {
  constructor(view) {
    Object.assign(this, {view, rows: [], at: 0, first: -1});
    this.root = byId("table");
    this.body = el("div", {class: "rows", role: "rowgroup"});
    this.scroller = el("div", {class: "scroller", role: "grid", onscroll: () => this.paint()});
    this.body.addEventListener("keydown", event => this.key(event));
    new ResizeObserver(() => this.paint(true)).observe(this.scroller);
  }

  get high() { return matchMedia("(max-width: 760px)").matches ? 44 : 32; }

  get columns() { return COLUMNS[this.view.state.tab].filter(column => !column.csvOnly); }

  /** The rows of a tab that pass the filters, in the order chosen. */
  rowsOf(tab = this.view.state.tab) {
    const {nodes, edges} = this.view.scope(), {column, down} = this.view.state.sort;
    const links = tab === "entities" ? tally([...edges].flatMap(key => [...new Set([factOf(key).s, factOf(key).t])])) : null;
    const rows = tab === "facts" ? [...edges].map(factOf) : tab === "observations" ? this.view.figures(nodes)
      : [...nodes].map(id => ({...entityOf(id), passing: links.get(id) || 0}));
    const by = COLUMNS[tab].find(c => c.id === column);
    if (by) return rows.map(row => [by.of(row), row]).sort(([a, r], [b, s]) => (compare(a, b) || compare(r.id, s.id)) * (down ? -1 : 1)).map(([, row]) => row);
    return rows.sort(FIRST_ORDER[tab]);
  }

  render() {
    const {tab, sort} = this.view.state, order = `${tab} ${sort.column} ${sort.down}`, top = order === this.order ? this.scroller.scrollTop : 0;
    if (order !== this.order) this.at = 0;
    this.order = order;
    this.rows = this.rowsOf();
    this.at = Math.min(this.at, Math.max(0, this.rows.length - 1));
    const tabs = TABS.map(name => button(tabWord(name), () => this.view.tab(name), {class: "tab", role: "tab", "data-tab": name, "aria-selected": String(name === tab)}));
    const head = el("div", {class: "head", role: "row"}, this.columns.map(column => {
      const way = sort.column !== column.id ? "none" : sort.down ? "descending" : "ascending";
      return el("div", {class: this.kind(column), role: "columnheader", "aria-sort": way, "data-column": column.id},
        button([say()[column.id], el("i", {"aria-hidden": "true"}, {none: "", ascending: " ↑", descending: " ↓"}[way])], () => this.view.sort(column.id)));
    }));
    const none = this.rows.length ? null : el("p", {class: "hint"}, say().noRows);
    this.scroller.setAttribute("aria-rowcount", String(this.rows.length + 1));
    this.scroller.setAttribute("aria-label", tabWord(tab));
    this.scroller.replaceChildren(el("div", {role: "rowgroup", class: "top"}, head), this.body);
    this.root.style.setProperty("--columns", this.columns.map(column => column.wide).join(" "));
    this.root.style.setProperty("--narrow", this.columns.filter(column => !column.minor).map(column => column.wide).join(" "));
    this.root.replaceChildren(...[el("div", {class: "tabs"}, el("div", {role: "tablist"}, tabs), el("span", {class: "hint"}, [say().rowsOf(this.rows.length), loadedOf(this.view.source, tab)].filter(Boolean).join(say().comma))), none, this.scroller].filter(Boolean));
    this.body.style.height = `${this.rows.length * this.high}px`;
    this.scroller.scrollTop = top;
    this.paint(true);
  }

  kind(column) { return ["cell", column.number && "number", column.minor && "minor"].filter(Boolean).join(" "); }

  /** Put the rows in sight into the page, with a few above and below. */
  paint(anew = false) {
    const high = this.high, first = Math.max(0, Math.floor(this.scroller.scrollTop / high) - 8), last = Math.min(this.rows.length, first + Math.ceil(this.scroller.clientHeight / high) + 18);
    if (!anew && first === this.first) return;
    const focused = this.body.contains(document.activeElement);
    this.first = first;
    this.body.replaceChildren(...this.rows.slice(first, last).map((row, i) => this.row(row, first + i, high)));
    if (focused) this.focus();
  }

  row(row, i, high) {
    const chosen = this.view.state.selected?.id, element = el("div", {
      class: "line", role: "row", "aria-rowindex": i + 2, tabindex: i === this.at ? 0 : -1, "data-row": row.id, "aria-selected": String(chosen === row.id),
      onclick: () => { this.at = i; this.open(row); },
    }, this.columns.map(column => el("div", {class: this.kind(column), role: "gridcell"}, (column.show || column.of)(row))));
    element.style.top = `${i * high}px`;
    return element;
  }

  open(row) {
    if (row.of) this.view.select(row.of);
    else if (row.s) this.view.selectEdge(row.id);
    else this.view.select(row.id);
  }

  /** Move the keyboard's place among the rows, and bring it into sight. */
  focus() { this.body.querySelector(`[aria-rowindex="${this.at + 2}"]`)?.focus({preventScroll: true}); }

  key(event) {
    const page = Math.max(1, Math.floor(this.scroller.clientHeight / this.high) - 2);
    const step = {ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity}[event.key];
    if (event.key === "Enter") this.open(this.rows[this.at]);
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    this.at = Math.min(Math.max(this.at + step, 0), this.rows.length - 1);
    const top = this.at * this.high, room = this.scroller.clientHeight - this.high * 2;
    if (top < this.scroller.scrollTop) this.scroller.scrollTop = top;
    else if (top > this.scroller.scrollTop + room) this.scroller.scrollTop = top - room;
    this.paint(true);
    this.focus();
  }
}
