// The cards: one of an entity, one of a fact. ``go`` holds what their buttons do.
const MANY = 60; // items of a group that a card shows before it is asked for more

/** The end of a fact, or any entity, as a button that selects it. */
const entityButton = (id, choose) => el("button", {type: "button", class: "entity", "data-node": id, onclick: () => choose(id)}, icon(typeOf(id)), entityOf(id).name);

/** Title, amount, date, rank and status of a fact in one line. */
function attributes(fact) {
  const words = [fact.title, fact.amount && quantity(...fact.amount), fact.date, fact.rank && say().rankOf(fact.rank)].filter(Boolean);
  return [
    words.length ? el("span", {class: "attribute"}, words.join(say().comma)) : null,
    fact.status === "stated" ? null : el("span", {class: "tag"}, statusWord(fact.status)),
    isSupplied(fact) ? el("span", {class: "tag supplied"}, say().supplied) : null,
  ];
}

/** A list that shows its first items and a button for the rest. */
function list(items, render) {
  const ol = el("ol", {}, items.slice(0, MANY).map(render));
  if (items.length <= MANY) return [ol];
  const more = button(say().more(items.length - MANY), () => { ol.append(...items.slice(MANY).map(render)); more.remove(); }, {class: "link"});
  return [ol, more];
}

function cardHeader(kind, title, close, ...rest) {
  const cross = button("×", close, {class: "close", "aria-label": say().close, title: `${say().close} (Esc)`});
  return el("header", {}, el("div", {class: "kind"}, kind), el("h2", {}, title), ...rest, cross);
}

/** An entity's facts, grouped by relation and direction, in the order of the legend. */
function groupsOf(id) {
  const groups = new Map();
  for (const relation of KNOWN.relations.values()) for (const way of ["→", "←", "↔"]) groups.set(relation.name + way, {relation, way, facts: []});
  for (const key of linksOf(id)) {
    const fact = factOf(key), way = relationOf(fact).symmetric ? "↔" : fact.s === id ? "→" : "←";
    groups.get(fact.type + way).facts.push(key);
  }
  return [...groups.values()].filter(group => group.facts.length);
}

/** A fact's words to mark: the names of both ends and its title; the words of its rule stand with each sentence. */
const wordsOf = fact => [...namesOf(fact.s), ...namesOf(fact.t), fact.title];

function factItem(id, key, go) {
  const fact = factOf(key), end = otherEnd(fact, id), first = fact.evidence[0];
  const quote = first ? marked(first.quote, wordsOf(fact)) : [say().noEvidence];
  return el("li", {}, el("div", {class: "ends"}, entityButton(end, go.node), ...attributes(fact)), el("button", {type: "button", class: "quote", "data-edge": key, onclick: () => go.edge(key)}, quote));
}

function figureItem(observation) {
  const {value, unit, period, change: rate, evidence: [sentence]} = observation, tone = rate > 0 ? "rise" : rate < 0 ? "fall" : "";
  const told = value === undefined ? null : el("span", {class: "value"}, quantity(value, unit));
  const moved = rate === undefined ? null : el("span", {class: `value ${tone}`, title: say().change}, change(rate));
  const planned = observation.status === "planned" ? el("span", {class: "tag"}, say().planned_figure) : null;
  return el("li", {"data-figure": observation.id}, el("div", {class: "figure"}, el("span", {class: "what"}, observation.indicator), told, moved),
    period || planned ? el("div", {class: "ends"}, period ? el("span", {class: "attribute"}, period) : null, planned) : null,
    sentence ? el("span", {class: "quote"}, marked(sentence.quote, [observation.indicator, ...namesOf(observation.of)])) : null);
}

function section(attributes, heading, size, ...content) {
  return el("section", attributes, el("h3", {}, heading, el("span", {class: "count"}, size)), ...content);
}

function relationSection(id, {relation, way, facts}, go) {
  const heading = [stroke(relation.colour), `${relation[language]} ${way}`];
  return section({"data-relation": relation.name, title: relation.about[language === "zh" ? 0 : 1]}, heading, `${relation[other()]} ${facts.length}`, ...list(facts, key => factItem(id, key, go)));
}

/** What can be done with an entity: only its neighbourhood, paths from it, its neighbours that are not drawn. */
function actions(id, go) {
  const hidden = go.hidden(id), near = go.near();
  const step = n => button(say().steps(n), () => go.around(id, n), {class: "chip", "data-steps": n, title: say().near(n), "aria-pressed": String(near?.id === id && near.steps === n)});
  return el("div", {class: "actions"}, el("span", {class: "attribute"}, say().nearby), step(1), step(2), button(say().path, () => go.path(id), {class: "chip", id: "find-path"}),
    hidden ? button(say().expand(hidden), () => go.expand(id), {class: "chip", id: "expand"}) : null);
}

/** The card of an entity: names, what can be done, facts by relation, figures, and sentences that name it. */
function nodeCard(id, go) {
  const entity = entityOf(id), type = typeOf(id), level = entity.level && levelWord(entity.level);
  const kind = [icon(type), `${type[language]} ${type[other()]}`, level ? say().comma + level : "", isSupplied(entity) ? el("span", {class: "tag supplied"}, say().supplied) : null];
  const aliases = entity.aliases.length ? el("p", {class: "aliases"}, `${say().aliases}${language === "zh" ? "：" : ": "}${entity.aliases.join("、")}`) : null;
  const groups = groupsOf(id).map(group => relationSection(id, group, go)), figures = KNOWN.figures.get(id);
  const told = figures.length ? section({class: "figures"}, say().figures, String(figures.length), ...list(figures, figureItem)) : null;
  const left = degreeOf(id) - linksOf(id).length, omitted = left > 0 ? el("section", {class: "hint", id: "omitted"}, say().omitted(count(linksOf(id).length), count(degreeOf(id)))) : null;
  const silent = !groups.length && !told ? el("section", {class: "hint"}, say().nothingSaid) : null;
  const named = entity.mentions.length ? section({}, say().mentions, String(entity.mentioned), ...entity.mentions.map(row => quoteBlock(row, namesOf(id)))) : null;
  return [cardHeader(kind, entity.name, go.close, aliases, groups.length ? actions(id, go) : null), silent, omitted, ...groups, told, named].filter(Boolean);
}

/** A sentence with the words marked, and where it stands: headline, date, page, offsets. */
function quoteBlock({doc, title, date, start, end, quote, spans}, words) {
  const where = [title && `《${title}》`, date, doc, say().offsets(start, end)].filter(Boolean).join(say().comma);
  return el("div", {class: "sentence"}, el("blockquote", {}, marked(quote, words, spans)), el("p", {class: "where"}, where));
}

/** The card of a fact: both ends, every attribute, every sentence. */
function edgeCard(key, go) {
  const fact = factOf(key), relation = relationOf(fact);
  const rows = [
    ["title", fact.title], ["amount", fact.amount && quantity(...fact.amount)], ["date", fact.date], ["rank", fact.rank && say().rankOf(fact.rank)],
    ["status", statusWord(fact.status)], ["confidence", `${Math.round(fact.confidence * 100)}%`], ["rule", fact.rule], ["source", isSupplied(fact) ? say().supplied : null],
  ].filter(([, value]) => value);
  const arrow = el("span", {class: "attribute"}, relation.symmetric ? "↔" : "→");
  const sentences = fact.evidence.length ? fact.evidence.map(row => quoteBlock(row, wordsOf(fact))) : [el("p", {class: "hint"}, say().noEvidence)];
  return [
    cardHeader([stroke(relation.colour), relation[other()]], relation[language], go.close),
    el("section", {class: "link-ends"}, el("span", {}), entityButton(fact.s, go.node), arrow, entityButton(fact.t, go.node)),
    section({class: "evidence"}, say().evidence, String(fact.evidence.length), ...sentences),
    el("section", {}, el("dl", {}, rows.flatMap(([word, value]) => [el("dt", {}, say()[word]), el("dd", {}, value)]))),
  ];
}
