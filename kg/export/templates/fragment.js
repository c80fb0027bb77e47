// The fragment of the address: all that is selected and set, so that a link shows what its sender saw.
const joined = ids => [...ids].map(encodeURIComponent).join(",");

/** A state as the text of a fragment; what is as it is at first is left out. */
function toFragment(state, filters) {
  const {selected, near, paths, opened, more, mode, tab, sort} = state;
  const parts = {
    n: selected?.kind === "node" && joined([selected.id]), e: selected?.kind === "edge" && joined([selected.id]), near: near && joined([near.id, near.steps]),
    path: paths && joined([paths.a, paths.b]), x: opened.length && joined(opened), more: more || "", view: mode === "table" && mode, tab: tab !== "entities" && tab,
    sort: sort.column && (sort.down ? "-" : "") + sort.column, types: joined(filters.types), relations: joined(filters.relations), least: filters.confidence || "",
    from: filters.from, to: filters.to, undated: filters.undated ? "" : "0", lone: state.lone === state.loneAtFirst ? "" : String(+state.lone),
    time: state.time === state.timeAtFirst ? "" : String(+state.time), lang: language === "zh" ? "" : language,
  };
  return Object.entries(parts).filter(([, value]) => value).map(([key, value]) => `${key}=${value}`).join("&");
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return ""; // a broken escape names nothing
  }
}

/** What a fragment says, each value a list of texts; whoever uses one checks that it names something. */
function fromFragment(text) {
  const read = new Map(text.replace(/^#/, "").split("&").map(part => part.split("=")).filter(pair => pair.length === 2));
  return key => (read.get(key) || "").split(",").map(decoded).filter(Boolean);
}

/** Set the filters as a fragment says; names that nothing has are dropped. */
function filtersFrom(read) {
  clearFilters();
  for (const name of read("types")) if (KNOWN.types.has(name)) FILTERS.types.add(name);
  for (const name of read("relations")) if (KNOWN.relations.has(name)) FILTERS.relations.add(name);
  const least = Number(read("least")[0] || 0), date = key => (interval(read(key)[0]) ? read(key)[0] : "");
  Object.assign(FILTERS, {confidence: least >= 0 && least <= 1 ? least : 0, from: date("from"), to: date("to"), undated: read("undated")[0] !== "0"});
}

/** Those of the ids that name an entity, drawn. */
async function drawnOf(view, ids) {
  await view.draw(ids);
  return ids.filter(id => KNOWN.entities.has(id));
}

/** Make a view be as a fragment says; what it names and nothing has is passed over. */
async function become(view, text) {
  const read = fromFragment(text), {state} = view;
  language = read("lang")[0] === "en" ? "en" : "zh";
  filtersFrom(read);
  const [column] = read("sort"), tab = TABS.includes(read("tab")[0]) ? read("tab")[0] : "entities", id = column?.replace(/^-/, "");
  const on = (key, first) => (read(key).length ? read(key)[0] === "1" : first);
  Object.assign(state, {
    mode: read("view")[0] === "table" ? "table" : "graph", tab, sort: {column: COLUMNS[tab].some(c => c.id === id) ? id : "", down: Boolean(column?.startsWith("-"))},
    lone: on("lone", state.loneAtFirst), time: on("time", state.timeAtFirst), from: null, near: null, paths: null, selected: null,
  });
  const opened = [...state.opened]; // what is drawn stays drawn; only what the link has beside it is added
  for (const id of await drawnOf(view, read("x"))) {
    if (opened.includes(id)) opened.splice(opened.indexOf(id), 1);
    else await view.unfold(id);
  }
  for (const wanted = Math.min(Number(read("more")[0]) || 0, 100); state.more < wanted; state.more++) await view.draw(await view.source.more(state.drawn, MORE));
  const [center, steps] = read("near"), [a, b] = await drawnOf(view, read("path"));
  if (["1", "2"].includes(steps) && (await drawnOf(view, [center])).length) state.near = await view.findNear(center, +steps);
  if (a && b && a !== b) state.paths = await drawnPaths(view, a, b);
  const [node] = await drawnOf(view, read("n")), [edge] = read("e");
  if (node && await view.source.entity(node)) state.selected = {kind: "node", id: node};
  else if (edge && await view.source.fact(edge)) {
    await view.draw([factOf(edge).s, factOf(edge).t]);
    state.selected = {kind: "edge", id: edge};
  }
}

/** The address bar follows the state; what is selected can be left again by the browser's own way back. */
class Address {
  constructor(text, restore) {
    Object.assign(this, {text, last: location.hash.slice(1), waiting: 0, push: false});
    const back = () => {
      if (location.hash.slice(1) === this.last) return;
      clearTimeout(this.waiting);
      this.last = location.hash.slice(1);
      restore(this.last);
    };
    addEventListener("popstate", back);
    addEventListener("hashchange", back);
  }

  /** Write soon: browsers refuse an address that changes with every step of a slider. */
  write(push) {
    this.push ||= push;
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.now(), 120);
  }

  now() {
    const text = this.text(), push = this.push;
    this.push = false;
    if (text === this.last) return;
    this.last = text;
    history[push ? "pushState" : "replaceState"](null, "", text ? `#${text}` : location.pathname + location.search);
  }
}
