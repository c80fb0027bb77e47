// What the page knows: records read from the rows of a document, indexed. A source puts them here; all else reads them.
// Of a part of a graph an entity tells its ``degree`` and ``neighbours`` in the whole; links and figures hold what has been learned of them.
const KNOWN = {types: new Map(), relations: new Map(), statuses: new Map(), levels: new Map(), entities: new Map(), facts: new Map(), observations: new Map(), links: new Map(), figures: new Map()};

/** Take in a document's rows (kg/export/picture_data.py writes them); what is known already stays as it is. */
function learn(data) {
  for (const kind of ["types", "relations", "statuses", "levels"]) for (const row of data[kind] || []) KNOWN[kind].set(row.name, row);
  const sentences = data.sentences.map(([article, start, end, quote]) => {
    const [doc, title, date] = data.articles[article];
    return {doc, title, date, start, end, quote};
  });
  const ids = data.entities.map(row => learnEntity(row, data.styles, sentences));
  const evidence = item => {
    const [at, ...places] = [item].flat(), spans = [];
    for (let i = 0; i < places.length; i += 2) spans.push([places[i], places[i + 1]]);
    return {...sentences[at], spans};
  };
  for (const row of data.facts) learnFact(row, ids, data, evidence);
  for (const [id, of, indicator, at, more] of data.observations) {
    if (KNOWN.observations.has(id)) continue;
    const known = {id, of: ids[of], indicator, status: "stated", evidence: at.map(n => sentences[n]), ...more};
    KNOWN.observations.set(id, known);
    KNOWN.figures.get(known.of).push(known);
  }
}

function learnEntity([id, type, name, x, y, size, style, more = {}], styles, sentences) {
  if (KNOWN.entities.has(id)) return id;
  const mentions = (more.mentions || []).map(at => sentences[at]);
  KNOWN.entities.set(id, {aliases: [], ...more, id, type, name, x, y, size, style: styles[style], mentions});
  KNOWN.links.set(id, []);
  KNOWN.figures.set(id, []);
  return id;
}

function learnFact([id, type, source, target, style, confidence, rule, at, more = {}], ids, data, evidence) {
  if (KNOWN.facts.has(id)) return;
  const fact = {status: "stated", ...more, id, type, s: ids[source], t: ids[target], style: data.styles[style], confidence, rule: data.rules[rule]};
  fact.evidence = at.map(evidence);
  fact.when = whenOf(fact);
  KNOWN.facts.set(id, fact);
  KNOWN.links.get(fact.s).push(id);
  if (fact.t !== fact.s) KNOWN.links.get(fact.t).push(id);
}

/** When a fact happened, or else when the first page told it: {span, own, text}; null where neither is known. */
function whenOf(fact) {
  const own = interval(fact.date);
  if (own) return {span: own, own: true, text: fact.date};
  const text = fact.evidence.map(e => e.date).filter(date => interval(date)).sort()[0];
  return text ? {span: interval(text), own: false, text} : null;
}

const entityOf = id => KNOWN.entities.get(id);
const factOf = key => KNOWN.facts.get(key);
const linksOf = id => KNOWN.links.get(id);
const degreeOf = id => entityOf(id).degree ?? linksOf(id).length;
const isWhole = id => linksOf(id).length >= degreeOf(id);
const neighbourCount = id => entityOf(id).neighbours ?? entityOf(id).degree ?? neighboursOf(id).length;
const typeOf = id => KNOWN.types.get(entityOf(id).type);
const namesOf = id => [entityOf(id).name, ...entityOf(id).aliases];
const relationOf = fact => KNOWN.relations.get(fact.type);
const isSupplied = thing => thing.source === "gazetteer";
const otherEnd = (fact, id) => (fact.s === id ? fact.t : fact.s);
const neighboursOf = id => [...new Set(linksOf(id).map(key => otherEnd(factOf(key), id)))].filter(end => end !== id);
const byLinks = (a, b) => degreeOf(b) - degreeOf(a) || (a < b ? -1 : 1);
const statusWord = name => KNOWN.statuses.get(name)?.[language] ?? name;
const levelWord = name => KNOWN.levels.get(name)?.[language] ?? name;
const tally = names => names.reduce((counts, name) => counts.set(name, (counts.get(name) || 0) + 1), new Map());
