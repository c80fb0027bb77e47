// Cytoscape.js reads its JSON: prints the data of the nodes and edges that it found.
const { readFileSync } = require("node:fs");
const cytoscape = require("cytoscape");
const { elements } = JSON.parse(readFileSync(process.argv[2], "utf-8"));
const graph = cytoscape({ headless: true, elements });
console.log(JSON.stringify({ nodes: graph.nodes().map((n) => n.data()), edges: graph.edges().map((e) => e.data()) }));
