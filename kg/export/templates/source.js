// Where the page gets its knowledge. Each method promises ids, and what they name has been learned by then; a source that asks a server
// has the same methods, and learns what the server sends (documents of the same rows) before it answers. Filters are handed over as data.
const plain = text => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");

class Embedded {
  constructor(data) {
    learn(data);
    const {title, totals} = data;
    Object.assign(this, {title, totals, data});
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

  /** An entity and those within ``steps`` facts of it that pass the filters, the nearest first, the best connected before others. */
  async around(id, steps, filters) {
    const passes = passing(filters), found = new Set([id]);
    let edge = [id];
    for (let step = 0; step < steps; step++) {
      const next = new Set();
      for (const at of edge) for (const key of linksOf(at)) if (passes(factOf(key))) next.add(otherEnd(factOf(key), at));
      edge = [...next].filter(end => !found.has(end)).sort(byLinks);
      for (const end of edge) found.add(end);
    }
    return [...found];
  }

  /** Entities of that name, alias or pinyin: whole names before beginnings before parts before pinyin, the best connected first. */
  async find(text, most = 30) {
    const wanted = plain(text);
    if (!wanted) return [];
    this.names ||= [...KNOWN.entities.values()].map(({id, name}) => ({id, name, names: namesOf(id), keys: namesOf(id).map(plain), degree: linksOf(id).length}));
    this.pinyin ||= new Pinyin(this.data.readings);
    const letters = /^[a-z][a-z0-9]*$/.test(wanted);
    const rank = key => {
      if (key.includes(wanted)) return key === wanted ? 0 : key.startsWith(wanted) ? 1 : 2;
      const read = letters ? this.pinyin.rank(key, wanted) : null;
      return read === null ? 9 : 3 + read;
    };
    return this.names.map(entry => {
      const ranks = entry.keys.map(rank), best = Math.min(...ranks), at = ranks.indexOf(best);
      return {...entry, best, alias: at > 0 ? entry.names[at] : null};
    }).filter(entry => entry.best < 9).sort((a, b) => a.best - b.best || b.degree - a.degree || (a.name < b.name ? -1 : 1)).slice(0, most);
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
