// What is known, indexed, and the cards that tell it: one of an entity, one of a fact.
const DATA = JSON.parse(document.getElementById("data").textContent);
const TYPES = new Map(DATA.types.map(type => [type.name, type]));
const RELATIONS = new Map(DATA.relations.map(relation => [relation.name, relation]));
const ENTITIES = new Map(Object.entries(DATA.entities));
const FACTS = new Map(Object.entries(DATA.facts));
const ARTICLES = new Map(Object.entries(DATA.articles));
const LINKS = new Map([...ENTITIES.keys()].map(id => [id, []]));
const FIGURES = new Map([...ENTITIES.keys()].map(id => [id, []]));
for (const [id, fact] of FACTS) {
  LINKS.get(fact.s).push(id);
  if (fact.t !== fact.s) LINKS.get(fact.t).push(id);
}
for (const observation of DATA.observations) FIGURES.get(observation.of).push(observation);
const MANY = 60; // items of a group that a card shows before it is asked for more

const typeOf = id => TYPES.get(ENTITIES.get(id).type);
const namesOf = id => [ENTITIES.get(id).name, ...(ENTITIES.get(id).aliases || [])];
const relationOf = fact => RELATIONS.get(fact.type);
const isSupplied = thing => thing.source === "gazetteer";
const articleOf = id => ARTICLES.get(id) || {};

/** The end of a fact, or any entity, as a button that selects it. */
function entityButton(id, select) {
  return el("button", {type: "button", class: "entity", "data-node": id, onclick: () => select(id)}, icon(typeOf(id)), ENTITIES.get(id).name);
}

/** Title, amount, date, rank and status of a fact in one line. */
function attributes(fact) {
  const words = [fact.title, fact.amount && quantity(...fact.amount), fact.date, fact.rank && say().rankOf(fact.rank)].filter(Boolean);
  return [
    words.length ? el("span", {class: "attribute"}, words.join(say().comma)) : null,
    fact.status === "stated" ? null : el("span", {class: "tag"}, say()[fact.status] || fact.status),
    isSupplied(fact) ? el("span", {class: "tag supplied"}, say().supplied) : null,
  ];
}

/** A list that shows its first items and a button for the rest. */
function list(items, render) {
  const ol = el("ol", {}, items.slice(0, MANY).map(render));
  if (items.length <= MANY) return [ol];
  const more = el("button", {type: "button", class: "link", onclick: () => { ol.append(...items.slice(MANY).map(render)); more.remove(); }}, say().more(items.length - MANY));
  return [ol, more];
}

function cardHeader(kind, title, close, ...rest) {
  const button = el("button", {type: "button", class: "close", "aria-label": say().close, title: `${say().close} (Esc)`, onclick: close}, "×");
  return el("header", {}, el("div", {class: "kind"}, kind), el("h2", {}, title), ...rest, button);
}

/** An entity's facts, grouped by relation and direction, in the order of the legend. */
function groupsOf(id) {
  const groups = new Map();
  for (const relation of DATA.relations) for (const way of ["→", "←", "↔"]) groups.set(relation.name + way, {relation, way, facts: []});
  for (const key of LINKS.get(id)) {
    const fact = FACTS.get(key);
    const way = relationOf(fact).symmetric ? "↔" : fact.s === id ? "→" : "←";
    groups.get(fact.type + way).facts.push(key);
  }
  return [...groups.values()].filter(group => group.facts.length);
}

function factItem(id, key, go) {
  const fact = FACTS.get(key);
  const end = fact.s === id ? fact.t : fact.s;
  const first = DATA.sentences[fact.evidence[0]];
  const quote = first ? marked(first[4], [...namesOf(id), ...namesOf(end)]) : [say().noEvidence];
  return el("li", {}, el("div", {class: "ends"}, entityButton(end, go.node), ...attributes(fact)), el("button", {type: "button", class: "quote", "data-edge": key, onclick: () => go.edge(key)}, quote));
}

function figureItem(observation) {
  const {value, unit, period, change: rate} = observation;
  const sentence = DATA.sentences[observation.evidence[0]];
  const tone = rate > 0 ? "rise" : rate < 0 ? "fall" : "";
  const said = value === undefined ? null : el("span", {class: "value"}, quantity(value, unit));
  const moved = rate === undefined ? null : el("span", {class: `value ${tone}`, title: say().change}, change(rate));
  const when = el("div", {class: "ends"}, period ? el("span", {class: "attribute"}, period) : null, observation.status === "planned" ? el("span", {class: "tag"}, say().planned_figure) : null);
  return el("li", {"data-figure": observation.id}, el("div", {class: "figure"}, el("span", {class: "what"}, observation.indicator), said, moved), when,
    sentence ? el("span", {class: "quote"}, marked(sentence[4], [observation.indicator, ...namesOf(observation.of)])) : null);
}

/** The card of an entity: names, facts by relation, figures, and sentences that name it. */
function nodeCard(id, go) {
  const entity = ENTITIES.get(id), type = typeOf(id);
  const kind = [icon(type), `${type[language]} ${type[other()]}`, entity.level ? say().comma + (say().level[entity.level] || entity.level) : "", isSupplied(entity) ? el("span", {class: "tag supplied"}, say().supplied) : null];
  const aliases = entity.aliases ? el("p", {class: "aliases"}, `${say().aliases}：${entity.aliases.join("、")}`) : null;
  const groups = groupsOf(id).map(({relation, way, facts}) => el("section", {"data-relation": relation.name},
    el("h3", {title: relation.about[language === "zh" ? 0 : 1]}, stroke(relation.colour), `${relation[language]} ${way}`, el("span", {class: "count"}, `${relation[other()]} ${facts.length}`)),
    ...list(facts, key => factItem(id, key, go))));
  const figures = FIGURES.get(id);
  const told = figures.length ? el("section", {class: "figures"}, el("h3", {}, say().figures, el("span", {class: "count"}, String(figures.length))), ...list(figures, figureItem)) : null;
  const silent = !groups.length && !told ? el("section", {class: "hint"}, say().nothingSaid) : null;
  const mentions = entity.mentions.map(at => DATA.sentences[at]).filter(row => row[4] !== entity.name);
  const named = mentions.length && !groups.length ? el("section", {}, el("h3", {}, say().mentions, el("span", {class: "count"}, String(entity.mentioned))), ...mentions.map(row => quoteBlock(row, namesOf(id)))) : null;
  return [cardHeader(kind, entity.name, go.close, aliases), silent, ...groups, told, named].filter(Boolean);
}

/** A sentence with the names marked, and where it stands: page, headline, offsets. */
function quoteBlock(row, names) {
  const [doc, article, start, end, quote] = row;
  const {title, date} = articleOf(article);
  return el("div", {class: "sentence"}, el("blockquote", {}, marked(quote, names)), el("p", {class: "where"}, [title && `《${title}》`, date, doc, say().offsets(start, end)].filter(Boolean).join(say().comma)));
}

/** The card of a fact: both ends, every attribute, every sentence. */
function edgeCard(key, go) {
  const fact = FACTS.get(key), relation = relationOf(fact);
  const names = [...namesOf(fact.s), ...namesOf(fact.t)];
  const rows = [
    ["title", fact.title], ["amount", fact.amount && quantity(...fact.amount)], ["date", fact.date], ["rank", fact.rank && say().rankOf(fact.rank)],
    ["status", fact.status === "stated" ? say().solid : say()[fact.status] || fact.status], ["confidence", `${Math.round(fact.confidence * 100)}%`], ["rule", fact.rule],
    ["source", isSupplied(fact) ? say().supplied : null],
  ].filter(([, value]) => value);
  const arrow = relation.symmetric ? "↔" : "→";
  const sentences = fact.evidence.map(at => DATA.sentences[at]);
  return [
    cardHeader([stroke(relation.colour), relation[other()]], relation[language], go.close),
    el("section", {class: "link-ends"}, el("span", {}), entityButton(fact.s, go.node), el("span", {class: "attribute"}, arrow), entityButton(fact.t, go.node)),
    el("section", {class: "evidence"}, el("h3", {}, say().evidence, el("span", {class: "count"}, String(sentences.length))), sentences.length ? sentences.map(row => quoteBlock(row, names)) : el("p", {class: "hint"}, say().noEvidence)),
    el("section", {}, el("dl", {}, rows.flatMap(([word, value]) => [el("dt", {}, say()[word]), el("dd", {}, value)]))),
  ];
}
