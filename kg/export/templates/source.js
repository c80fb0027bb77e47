// Where the page gets its knowledge. Each method promises ids; ``entity``, ``fact``, ``load`` and ``between`` have learned by then what they
// name. A source that asks a server (remote.js) has the same methods. Filters are handed over as data.
const plain = text => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");

/** The names of all entities, ``rows`` of {id, type, name, names, degree}, to search by characters or by the ``readings`` of these. */
class Names {
  constructor(rows, readings) {
    this.rows = rows.map(row => ({...row, keys: row.names.map(plain)}));
    this.pinyin = new Pinyin(readings);
  }

  /** Entities of that name, alias or pinyin: whole names before beginnings before parts before pinyin, the best connected first. */
  find(text, most) {
    const wanted = plain(text), letters = /^[a-z][a-z0-9]*$/.test(wanted);
    const rank = key => {
      if (key.includes(wanted)) return key === wanted ? 0 : key.startsWith(wanted) ? 1 : 2;
      const read = letters ? this.pinyin.rank(key, wanted) : null;
      return read === null ? 9 : 3 + read;
    };
    return this.rows.map(entry => {
      const ranks = entry.keys.map(rank), best = Math.min(...ranks), at = ranks.indexOf(best);
      return {...entry, best, alias: at > 0 ? entry.names[at] : null};
    }).filter(entry => entry.best < 9).sort((a, b) => a.best - b.best || b.degree - a.degree || (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1)).slice(0, most);
  }
}

class Embedded {
  constructor(data) {
    learn(data);
    const {title, totals, options} = data, facts = [...KNOWN.facts.values()];
    const counts = {types: tally([...KNOWN.entities.values()].map(e => e.type)), relations: tally(facts.map(f => f.type)), supplied: facts.filter(isSupplied).length, lone: [...KNOWN.links.values()].filter(links => !links.length).length};
    Object.assign(this, {title, totals, options, counts, data, partial: false});
  }

  /** Everything is there. */
  async start() {}

  async entity(id) { return KNOWN.entities.has(id); }

  async fact(key) { return KNOWN.facts.has(key); }

  async load() {}

  /** Those of these entities that have a fact which passes the filters, the types of its ends left aside. */
  async linked(ids, filters) {
    const passes = passing({...filters, types: new Set()});
    return new Set(ids.filter(id => linksOf(id).some(key => passes(factOf(key)))));
  }

  /** The entities to open on: all, or of a large graph the best connected. */
  async core() {
    const {core, entities} = this.data;
    return core.length ? core.map(at => entities[at][0]) : entities.map(row => row[0]);
  }

  /** The best connected entities that are not in ``drawn``, at most ``most``. */
  async more(drawn, most) {
    return [...KNOWN.entities.keys()].filter(id => !drawn.has(id)).sort(byLinks).slice(0, most);
  }

  /** An entity and those within ``steps`` facts of it that pass the filters, the nearest first, the best connected before others: {ids, cut}. */
  async around(id, steps, filters, most) {
    const passes = passing(filters), found = new Set([id]);
    let edge = [id];
    for (let step = 0; step < steps; step++) {
      const next = new Set();
      for (const at of edge) for (const key of linksOf(at)) if (passes(factOf(key))) next.add(otherEnd(factOf(key), at));
      edge = [...next].filter(end => !found.has(end)).sort(byLinks);
      for (const end of edge) found.add(end);
    }
    return {ids: [...found].slice(0, most), cut: found.size > most};
  }

  /** See Names.find. */
  async find(text, most = 30) {
    if (!plain(text)) return [];
    this.names ||= new Names([...KNOWN.entities.values()].map(({id, type, name}) => ({id, type, name, names: namesOf(id), degree: degreeOf(id)})), this.data.readings);
    return this.names.find(text, most);
  }

  /** The shortest paths between two entities by facts that pass the filters, in either direction, at most ``most``: lists of entity ids. */
  async between(from, to, filters, most) {
    const passes = passing(filters), before = new Map([[from, []]]);
    let edge = [from];
    for (let far = false; edge.length && !far; far = before.has(to)) {
      const next = new Map();
      for (const at of edge) {
        const ends = linksOf(at).map(factOf).filter(passes).map(fact => otherEnd(fact, at)).filter(end => !before.has(end));
        for (const end of new Set(ends)) next.set(end, [...(next.get(end) || []), at]);
      }
      for (const [end, starts] of next) before.set(end, starts);
      edge = [...next.keys()];
    }
    if (!before.has(to) || from === to) return [];
    const walks = [];
    const back = (at, walk) => {
      if (walks.length >= most) return;
      if (at === from) walks.push(walk);
      else for (const end of before.get(at).sort(byLinks)) back(end, [end, ...walk]);
    };
    back(to, [to]);
    return walks;
  }
}
