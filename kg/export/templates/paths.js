// Paths between two entities: what they run over, and the card that tells them with their sentences.
const PATHS = 20; // shortest paths that are listed

/** The facts that join two neighbours on a path, of those that pass. */
const joining = (a, b, passes) => linksOf(a).filter(key => otherEnd(factOf(key), a) === b && passes(factOf(key)));

/** Find the shortest paths between two entities by facts that pass the filters; each is a list of steps {from, to, facts}. */
async function findPaths(source, a, b) {
  const walks = await source.between(a, b, FILTERS, PATHS + 1), passes = passing();
  const steps = walk => walk.slice(1).map((to, i) => ({from: walk[i], to, facts: joining(walk[i], to, passes)}));
  return {a, b, walks: walks.slice(0, PATHS).map(steps), more: walks.length > PATHS};
}

/** The paths between two entities, found and drawn. */
async function drawnPaths(view, a, b) {
  const paths = await findPaths(view.source, a, b);
  await view.draw([a, b, ...pathFocus(paths).nodes]);
  return paths;
}

/** What stands out in the picture: all of the paths' entities and facts. */
function pathFocus({a, b, walks}) {
  const steps = walks.flat();
  return {main: null, nodes: new Set([a, b, ...steps.flatMap(step => [step.from, step.to])]), edges: new Set(steps.flatMap(step => step.facts))};
}

function stepItem({from, to, facts}, go) {
  const told = facts.map(key => {
    const fact = factOf(key), relation = relationOf(fact), arrow = relation.symmetric ? "↔" : fact.s === from ? "→" : "←", first = fact.evidence[0];
    return el("div", {class: "step", "data-fact": key},
      el("div", {class: "ends"}, stroke(relation.colour), el("span", {class: "relation"}, `${arrow} ${relation[language]}`), ...attributes(fact)),
      el("button", {type: "button", class: "quote", "data-edge": key, onclick: () => go.edge(key)}, first ? marked(first.quote, wordsOf(fact)) : say().noEvidence));
  });
  return [...told, entityButton(to, go.node)];
}

/** The card of the paths between two entities. */
function pathCard(paths, go) {
  const {a, b, walks, more} = paths, none = filtersAreOn() ? say().noPathFiltered : say().noPath;
  const heading = !walks.length ? none : more ? say().pathsMore(walks.length) : say().paths(walks.length, walks[0].length);
  const walkSection = (walk, i) => section({class: "walk"}, say().path_n(i + 1), "", entityButton(walk[0].from, go.node), ...walk.map(step => stepItem(step, go)));
  return [
    cardHeader([say().path], `${entityOf(a).name} – ${entityOf(b).name}`, go.close, el("p", {class: "aliases", id: "paths-found"}, heading)),
    ...walks.map(walkSection),
  ];
}
