// The source that asks the server it comes from (kg/serve/explore.py answers), for a graph too large to be sent whole.
const PAGE = 2000, NAMED = 10000, AGAIN = 400, TRIES = 3; // ids asked for at a time; ids sent at a time; milliseconds; times a busy server is asked

class Remote {
  constructor({server}) { Object.assign(this, {server, partial: true, kept: new Map(), signal: null, preparing: () => {}}); }

  /** The legend and what the graph opens on; the server may have to read the graph first. */
  async start() {
    const data = await this.ask("start"), {version, title, totals, options, core, supplied, lone} = data, counts = kinds => new Map(kinds.map(kind => [kind.name, kind.count]));
    this.take(data);
    Object.assign(this, {version, title, totals, options, opening: core, counts: {types: counts(data.types), relations: counts(data.relations), supplied, lone}});
  }

  async core() { return this.opening; }

  async entity(id) {
    if (!KNOWN.entities.has(id) || !isWhole(id)) this.take(await this.keep("entity", {id}));
    return KNOWN.entities.has(id);
  }

  async fact(key) {
    if (!KNOWN.facts.has(key)) this.take(await this.ask("fact", {id: key}));
    return KNOWN.facts.has(key);
  }

  /** Learn these entities, and every fact between two of them or one of them and one that is drawn. */
  async load(ids, drawn) {
    if (!drawn.size && ids.length === this.opening.length) return; // the start brought them
    const fresh = ids.filter(id => !KNOWN.entities.has(id) || !isWhole(id)), others = [...drawn, ...ids];
    for (const some of parts(fresh, PAGE)) for (const beside of parts(others, NAMED)) this.take(await this.ask("rows", {}, {fresh: some, drawn: beside}));
  }

  async linked(ids, filters) {
    const passes = passing({...filters, types: new Set()}), found = new Set(ids.filter(id => linksOf(id).some(key => passes(factOf(key)))));
    const unsure = ids.filter(id => !found.has(id) && !isWhole(id)), fields = fieldsOf({...filters, types: new Set()});
    for (const some of Object.keys(fields).length ? parts(unsure, NAMED) : []) for (const id of (await this.ask("linked", fields, {ids: some})).ids) found.add(id);
    return Object.keys(fields).length ? found : new Set(ids.filter(degreeOf));
  }

  async around(id, steps, filters, most) { return this.keep("around", {id, steps, most: Math.min(most, NAMED), ...fieldsOf(filters)}); }

  async more(drawn, most) {
    const found = [];
    for (let offset = 0; found.length < most && offset < this.totals.entities; offset += PAGE) {
      found.push(...(await this.keep("best", {offset, most: PAGE})).ids.filter(id => !drawn.has(id)));
    }
    return found.slice(0, most);
  }

  async between(a, b, filters, most) {
    const data = await this.keep("between", {a, b, most, ...fieldsOf(filters)});
    this.take(data);
    return data.walks;
  }

  /** See Names.find; the names are fetched with the first search, which no other deed breaks off. */
  async find(text, most = 30) {
    if (!plain(text)) return [];
    this.fetching ||= this.ask("names", {}, null, null).then(({names, readings}) => {
      return new Names(names.map(([id, type, name, degree, aliases = []]) => ({id, type, name, names: [name, ...aliases], degree})), readings);
    });
    try {
      return (await this.fetching).find(text, most);
    } catch (trouble) {
      this.fetching = null;
      throw trouble;
    }
  }

  /** Learn a part, and keep the facts of each entity in the order in which a whole graph has them. */
  take(data) {
    learn(data);
    const touched = new Set(data.facts.flatMap(([, , source, target]) => [data.entities[source][0], data.entities[target][0]]));
    for (const id of touched) linksOf(id).sort();
  }

  /** Ask, and remember the answer: a graph does not change under its version. */
  async keep(name, fields) {
    const key = `${name}?${new URLSearchParams(fields)}`;
    if (!this.kept.has(key)) {
      const answer = await this.ask(name, fields);
      if (this.kept.size >= 60) this.kept.delete(this.kept.keys().next().value);
      this.kept.set(key, answer);
    }
    return this.kept.get(key);
  }

  async ask(name, fields = {}, body = null, signal = this.signal) {
    const query = String(new URLSearchParams(fields)), posted = body && {method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify(body)};
    for (let tries = 0; ; ) {
      const response = await answered(fetch(this.server + name + (query && `?${query}`), {...posted, signal}));
      if (response.status === 202) this.preparing((await answered(response.json())).preparing);
      else if (response.status !== 503) return this.checked(response);
      else if (++tries >= TRIES) throw new Trouble("busy");
      await new Promise(done => setTimeout(done, AGAIN));
      signal?.throwIfAborted();
    }
  }

  async checked(response) {
    if (!response.ok) throw new Trouble("refused", await answered(response.text()));
    const data = await answered(response.json());
    if (this.version && data.version !== this.version) throw new Trouble("rebuilt");
    return data;
  }
}

/** What a request gives, or why it gives nothing; one that was broken off says so itself. */
async function answered(promise) {
  try {
    return await promise;
  } catch (error) {
    throw error.name === "AbortError" ? error : new Trouble("gone");
  }
}

function* parts(all, most) {
  for (let at = 0; at < all.length; at += most) yield all.slice(at, at + most);
}

/** Filters as the fields of an address, those that hold nothing back left out. */
function fieldsOf({types, relations, confidence, from, to, undated}) {
  const fields = {types: [...types].join(), relations: [...relations].join(), least: confidence || "", from, to, undated: undated ? "" : "0"};
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ""));
}
