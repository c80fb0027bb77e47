// The filters: what is let through by type, relation, confidence and date.
const OPEN = {types: new Set(), relations: new Set(), confidence: 0, from: "", to: "", undated: true}; // lets all through
const FILTERS = {types: new Set(), relations: new Set(), confidence: 0, from: "", to: "", undated: true}; // the sets name what is held back

/** The days that the date filter lets through; its open ends reach to infinity. */
function daysOf({from, to}) {
  return [interval(from)?.[0] ?? -Infinity, interval(to)?.[1] ?? Infinity];
}

/** Whether the date filter lets a fact through: some day of its time must lie within. */
function inTime(fact, days, undated) {
  if (!fact.when) return undated;
  return fact.when.span[0] < days[1] && fact.when.span[1] > days[0];
}

/** The test that a fact passes or not; ``but`` names a filter to leave out. */
function passing(filters = FILTERS, but = "") {
  const days = but === "date" ? [-Infinity, Infinity] : daysOf(filters);
  const undated = but === "date" || filters.undated;
  const on = id => !filters.types.has(entityOf(id).type);
  return fact => !filters.relations.has(fact.type) && fact.confidence >= filters.confidence && inTime(fact, days, undated) && on(fact.s) && on(fact.t);
}

const filtersAreOn = () => FILTERS.types.size + FILTERS.relations.size > 0 || FILTERS.confidence > 0 || FILTERS.from + FILTERS.to !== "" || !FILTERS.undated;

function clearFilters() {
  FILTERS.types.clear();
  FILTERS.relations.clear();
  Object.assign(FILTERS, {confidence: 0, from: "", to: "", undated: true});
}
