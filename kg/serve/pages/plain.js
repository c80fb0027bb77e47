// The plain editor: a text, a button, a table. Every string of an answer is put in place as text.
"use strict";

(() => {
  const query = document.getElementById("query");
  const told = document.getElementById("told");
  const result = document.getElementById("result");

  async function ask(accept) {
    try {
      return await fetch("/sparql", {
        method: "POST", headers: { "Content-Type": "application/sparql-query", Accept: accept }, body: query.value,
      });
    } catch {
      told.textContent = NO_ANSWER;
      return null;
    }
  }

  function row(kind, cells) {
    const line = document.createElement("tr");
    for (const cell of cells) line.append(Object.assign(document.createElement(kind), { textContent: cell }));
    return line;
  }

  function shown(answer) {
    if ("boolean" in answer) return Object.assign(document.createElement("p"), { textContent: String(answer.boolean) });
    const table = document.createElement("table");
    table.append(row("th", answer.head.vars));
    for (const found of answer.results.bindings) table.append(row("td", answer.head.vars.map((name) => found[name]?.value ?? "")));
    return table;
  }

  document.getElementById("ask").addEventListener("submit", async (event) => {
    event.preventDefault();
    told.textContent = "…";
    result.replaceChildren();
    const response = await ask("application/sparql-results+json, text/turtle");
    if (!response) return;
    const text = await response.text();
    if (!response.ok) {
      told.textContent = text;
    } else if (response.headers.get("Content-Type").startsWith("text/turtle")) {
      told.textContent = "";
      result.append(Object.assign(document.createElement("pre"), { textContent: text }));
    } else {
      const answer = JSON.parse(text);
      told.textContent = answer.results ? `${answer.results.bindings.length} 行 rows` : "";
      result.append(shown(answer));
    }
  });

  document.getElementById("csv").addEventListener("click", async () => {
    const response = await ask("text/csv");
    if (!response) return;
    if (!response.ok) {
      told.textContent = await response.text();
      return;
    }
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(await response.blob()), download: "result.csv" });
    link.click();
    URL.revokeObjectURL(link.href);
  });

  offerNamed((name, text) => { query.value = text; });
})();
