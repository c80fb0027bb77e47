// The panel: search, and the legend, whose rows are the filters by type and relation; beneath them confidence and dates.
class Finder {
  constructor(source, choose) {
    Object.assign(this, {source, choose, found: [], at: 0, asked: 0});
    this.input = byId("search");
    this.box = byId("matches");
    this.input.addEventListener("input", () => this.look());
    this.input.addEventListener("focus", () => this.look());
    this.input.addEventListener("blur", () => this.close());
    this.input.addEventListener("keydown", event => this.key(event));
    this.box.addEventListener("mousedown", event => event.preventDefault()); // keep the focus until the click has chosen
  }

  async look() {
    const asked = ++this.asked, found = await this.source.find(this.input.value).catch(trouble => trouble);
    if (asked !== this.asked || document.activeElement !== this.input) return; // a later question is under way, or nobody waits
    this.found = Array.isArray(found) ? found : [];
    this.at = 0;
    const none = el("li", {class: "none"}, Array.isArray(found) ? say().none : [troubleWords(found), " ", button(say().again, () => this.look(), {class: "link"})]);
    this.box.replaceChildren(...(this.found.length ? this.found.map((entry, i) => this.item(entry, i)) : [none]));
    const open = plain(this.input.value) !== "";
    this.box.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
    this.mark();
  }

  item(entry, i) {
    const name = el("span", {class: "name"}, entry.name, entry.alias ? el("span", {class: "alias"}, entry.alias) : null);
    return el("li", {id: `match-${i}`, role: "option", "data-node": entry.id, onclick: () => this.take(i)}, icon(KNOWN.types.get(entry.type)), name, el("span", {class: "count"}, entry.degree || ""));
  }

  mark() {
    [...this.box.children].forEach((li, i) => li.setAttribute("aria-selected", String(i === this.at && this.found.length > 0)));
    if (this.found.length) this.input.setAttribute("aria-activedescendant", `match-${this.at}`);
    else this.input.removeAttribute("aria-activedescendant");
    this.box.children[this.at]?.scrollIntoView({block: "nearest"});
  }

  async key(event) {
    if (event.isComposing) return; // the input method still has the keys
    const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
    if (step && this.found.length) {
      event.preventDefault();
      this.at = (this.at + step + this.found.length) % this.found.length;
      this.mark();
    } else if (event.key === "Enter") {
      if (!this.found.length) await this.look();
      if (this.found.length) this.take(this.at);
    }
  }

  take(i) {
    const {id, name} = this.found[i];
    this.input.value = name;
    this.close();
    this.input.blur();
    this.choose(id);
  }

  close() {
    this.asked++;
    this.box.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
  }
}

/** One section of the legend: a row a type or relation, each with a box, its count, and "only"; ``off`` names what is held back. */
class Legend {
  constructor(id, kinds, off, counts, picture, changed) {
    Object.assign(this, {id, kinds: [...kinds.values()], off, counts, picture, changed});
  }

  render() {
    const set = names => {
      this.off.clear();
      for (const name of names) this.off.add(name);
      this.render();
      this.changed();
    };
    const all = this.kinds.map(kind => kind.name);
    const heading = el("div", {class: "heading"}, el("h2", {}, say()[this.id]), button(say().all, () => set([]), {class: "link"}), button(say().nothing, () => set(all), {class: "link"}));
    byId(this.id).replaceChildren(heading, ...this.kinds.map(kind => this.row(kind, () => set(all.filter(name => name !== kind.name)))));
  }

  row(kind, only) {
    const box = el("input", {type: "checkbox", value: kind.name, checked: !this.off.has(kind.name), onchange: () => {
      this.off[box.checked ? "delete" : "add"](kind.name);
      row.classList.toggle("off", !box.checked);
      this.changed();
    }});
    const label = el("label", {title: kind.about[language === "zh" ? 0 : 1]}, box, this.picture(kind), el("span", {}, kind[language]), el("span", {class: "other"}, kind[other()]));
    const row = el("div", {class: this.off.has(kind.name) ? "row off" : "row"}, label,
      button(say().only, only, {class: "link only", "aria-label": `${say().only} ${kind[language]}`}), el("span", {class: "count"}, String(this.counts.get(kind.name))));
    return row;
  }
}

/** Confidence and dates, as fields of the panel. */
class Refine {
  constructor(changed) { this.changed = changed; }

  render() {
    const least = el("output", {}, `${Math.round(FILTERS.confidence * 100)}%`);
    const slider = el("input", {type: "range", id: "confidence", min: 0, max: 1, step: 0.01, "aria-label": say().least, oninput: () => {
      FILTERS.confidence = +slider.value;
      least.textContent = `${Math.round(FILTERS.confidence * 100)}%`;
      this.changed();
    }});
    slider.value = FILTERS.confidence;
    byId("refine").replaceChildren(
      el("div", {class: "field"}, el("h2", {title: say().least}, say().confidence), slider, least),
      el("div", {class: "field"}, el("h2", {}, say().date), el("div", {class: "dates"}, this.date("from"), "–", this.date("to")),
        button(say().clearDates, () => this.clear(), {class: "link", id: "clear-dates"})),
      el("p", {id: "bad-date", role: "alert", hidden: true}, say().badDate));
  }

  clear() {
    Object.assign(FILTERS, {from: "", to: ""});
    this.render();
    this.changed();
  }

  date(end) {
    const field = el("input", {type: "text", id: `date-${end}`, inputmode: "numeric", placeholder: say()[end], "aria-label": `${say().date} ${say()[end]}`, title: say().whenForm, autocomplete: "off", onchange: () => {
      const text = field.value.trim().replace(/[./年月]/g, "-").replace(/日|-$/g, "").replace(/-(\d)(?!\d)/g, "-0$1"), bad = text !== "" && !interval(text);
      field.setAttribute("aria-invalid", String(bad));
      byId("bad-date").hidden = !bad;
      if (bad) return;
      FILTERS[end] = field.value = text;
      this.changed();
    }});
    field.value = FILTERS[end];
    return field;
  }
}
