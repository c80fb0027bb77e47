// YASGUI over this server and nothing else: no outside endpoint, no list of prefixes or words from the network.
"use strict";

(() => {
  const start = "PREFIX zl: <https://w3id.org/zhiluo/ns#>\nPREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n\n"
    + "SELECT ?name ?kind\nWHERE { ?thing a ?kind ; skos:prefLabel ?name }\nLIMIT 20\n";
  const endpoint = new URL("/sparql", location.href).href;

  // Text of a newspaper must not become a formula when a table is opened in a spreadsheet: the same characters as in the server's CSV.
  const table = Yasgui.Yasr.plugins.table;
  table.prototype.download = function (name) {
    const rows = this.yasr.results?.getBindings() ?? [];
    const columns = this.yasr.results?.getVariables() ?? [];
    const cell = (term) => {
      const text = term?.value ?? "";
      const safe = term?.type === "literal" && !term.datatype && /^[=+\-@＝＋－＠\t\r\n']/.test(text) ? `'${text}` : text;
      return `"${safe.replaceAll('"', '""')}"`;
    };
    const lines = [columns.map((column) => cell({ value: column })), ...rows.map((row) => columns.map((column) => cell(row[column])))];
    return {
      getData: () => lines.map((line) => line.join(",")).join("\r\n"),
      contentType: "text/csv", title: "CSV", filename: `${name || "result"}.csv`,
    };
  };
  Yasgui.Yasqe.defaults.autocompleters = ["variables"]; // the others ask LOV on the network, or know a list of everybody's prefixes

  const yasgui = new Yasgui(document.getElementById("yasgui"), {
    requestConfig: { endpoint, method: "POST", headers: {}, args: [] },
    endpointCatalogueOptions: { getData: () => [{ endpoint }] },
    copyEndpointOnNewTab: true,
    populateFromUrl: false,
    persistenceId: `zhiluo ${location.host}`,
    yasqe: { value: start, prefixCcApi: null, createShareableLink: null },
    yasr: { prefixes: {} },
  });
  for (const tab of Object.values(yasgui._tabs)) tab.setEndpoint(endpoint); // a remembered one may be of another port
  offerNamed((name, text) => {
    const tab = yasgui.getTab();
    tab.setName(name);
    tab.setQuery(text);
  });
  window.zhiluoEditor = yasgui;
})();
