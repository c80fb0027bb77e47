// The named queries above either editor: a list, the description of the one chosen, and a field for each of its parameters.
"use strict";

const NO_ANSWER = "服务器没有回答 · the server does not answer";

/** Offer the named queries; `put` is given the text of the one that is chosen. */
async function offerNamed(put) {
  const place = document.getElementById("named");
  let queries;
  try {
    queries = await (await fetch("/queries")).json();
  } catch {
    place.textContent = NO_ANSWER;
    return;
  }
  const element = (name, properties, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };
  const list = element("select", { id: "names" }, element("option", { value: "", textContent: "选一个现成的查询 · choose a named query" }));
  for (const query of queries) {
    list.append(element("option", { value: query.name, textContent: `@${query.name} — ${query.description_zh} ${query.description}` }));
  }
  const about = element("p", { id: "about" });
  const fields = element("span", { id: "fields" });
  const use = element("button", { id: "use", type: "button", textContent: "放入编辑器 · put into the editor", hidden: true });

  let turns = 0; // a choice's slow answer is not put over the answer to a later one
  list.addEventListener("change", () => {
    const query = queries.find((known) => known.name === list.value);
    turns += 1;
    use.hidden = !query;
    about.textContent = query ? `${query.description_zh} ${query.description}` : "";
    fields.replaceChildren();
    for (const parameter of query ? query.parameters : []) {
      const needed = parameter.default === null;
      const field = element("input", { name: parameter.name, value: parameter.default ?? "", required: needed });
      fields.append(element("label", {}, `${parameter.name}${needed ? " *" : ""} `, field), " ");
    }
    if (query && fields.querySelector("input:invalid") === null) use.click();
  });
  use.addEventListener("click", async () => {
    const turn = ++turns;
    const values = new URLSearchParams([...fields.querySelectorAll("input")].map((field) => [field.name, field.value]));
    try {
      const response = await fetch(`/queries/${encodeURIComponent(list.value)}?${values}`);
      const text = await response.text();
      if (turn !== turns) return;
      if (response.ok) put(list.value, text);
      else about.textContent = text;
    } catch {
      if (turn === turns) about.textContent = NO_ANSWER;
    }
  });
  place.append(list, " ", fields, use, about);
}
