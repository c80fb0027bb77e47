// The panel: search by name or alias, and the legend, whose rows are the filters.
const plain = text => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
const SEARCHED = [...ENTITIES].map(([id, entity]) => ({id, names: namesOf(id), keys: namesOf(id).map(plain), degree: LINKS.get(id).length, name: entity.name}));

/** Entities of that name or alias: whole names before beginnings before parts, the best connected first. */
function search(text, most = 30) {
  const wanted = plain(text);
  if (!wanted) return [];
  const rank = key => (key === wanted ? 0 : key.startsWith(wanted) ? 1 : key.includes(wanted) ? 2 : 9);
  return SEARCHED.map(entry => {
    const ranks = entry.keys.map(rank), best = Math.min(...ranks), at = ranks.indexOf(best);
    return {...entry, best, alias: at > 0 ? entry.names[at] : null};
  }).filter(entry => entry.best < 9).sort((a, b) => a.best - b.best || b.degree - a.degree || (a.name < b.name ? -1 : 1)).slice(0, most);
}

class Finder {
  constructor(choose) {
    this.choose = choose;
    this.input = document.getElementById("search");
    this.box = document.getElementById("matches");
    this.input.addEventListener("input", () => this.look());
    this.input.addEventListener("focus", () => this.look());
    this.input.addEventListener("blur", () => this.close());
    this.input.addEventListener("keydown", event => this.key(event));
    this.box.addEventListener("mousedown", event => event.preventDefault()); // keep the focus until the click has chosen
    this.found = [];
    this.at = 0;
  }

  look() {
    this.found = search(this.input.value);
    this.at = 0;
    const none = el("li", {class: "none"}, say().none);
    this.box.replaceChildren(...(this.found.length ? this.found.map((entry, i) => this.item(entry, i)) : [none]));
    const open = plain(this.input.value) !== "";
    this.box.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
    this.mark();
  }

  item(entry, i) {
    const name = el("span", {class: "name"}, entry.name, entry.alias ? el("span", {class: "alias"}, entry.alias) : null);
    return el("li", {id: `match-${i}`, role: "option", "data-node": entry.id, onclick: () => this.take(i)}, icon(typeOf(entry.id)), name, el("span", {class: "count"}, entry.degree || ""));
  }

  mark() {
    [...this.box.children].forEach((li, i) => li.setAttribute("aria-selected", String(i === this.at && this.found.length > 0)));
    if (this.found.length) this.input.setAttribute("aria-activedescendant", `match-${this.at}`);
    else this.input.removeAttribute("aria-activedescendant");
    this.box.children[this.at]?.scrollIntoView({block: "nearest"});
  }

  key(event) {
    if (event.isComposing) return; // the input method still has the keys
    const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
    if (step && this.found.length) {
      event.preventDefault();
      this.at = (this.at + step + this.found.length) % this.found.length;
      this.mark();
    } else if (event.key === "Enter" && this.found.length) this.take(this.at);
  }

  take(i) {
    const {id, name} = this.found[i];
    this.input.value = name;
    this.close();
    this.input.blur();
    this.choose(id);
  }

  close() {
    this.box.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
  }
}

/** One section of the legend: a row a type or relation, each with a box, its count, and "only". */
class Legend {
  constructor(section, word, kinds, counts, picture, changed) {
    Object.assign(this, {section: document.getElementById(section), word, kinds, counts, picture, changed});
    this.off = new Set();
  }

  render() {
    const set = names => { this.off = new Set(names); this.render(); this.changed(); };
    const all = this.kinds.map(kind => kind.name);
    const heading = el("div", {class: "heading"}, el("h2", {}, say()[this.word]),
      el("button", {type: "button", class: "link", onclick: () => set([])}, say().all), el("button", {type: "button", class: "link", onclick: () => set(all)}, say().nothing));
    this.section.replaceChildren(heading, ...this.kinds.map(kind => this.row(kind, () => set(all.filter(name => name !== kind.name)))));
  }

  row(kind, only) {
    const box = el("input", {type: "checkbox", value: kind.name, checked: !this.off.has(kind.name), onchange: () => {
      this.off[box.checked ? "delete" : "add"](kind.name);
      row.classList.toggle("off", !box.checked);
      this.changed();
    }});
    const label = el("label", {title: kind.about[language === "zh" ? 0 : 1]}, box, this.picture(kind), el("span", {}, kind[language]), el("span", {class: "other"}, kind[other()]));
    const row = el("div", {class: this.off.has(kind.name) ? "row off" : "row"}, label, el("button", {type: "button", class: "link only", onclick: only}, say().only), el("span", {class: "count"}, String(this.counts.get(kind.name))));
    return row;
  }
}

const tally = names => names.reduce((counts, name) => counts.set(name, (counts.get(name) || 0) + 1), new Map());
