// graphology reads a GEXF file: prints the nodes and edges that it found as JSON.
const { readFileSync } = require("node:fs");
const { MultiGraph } = require("graphology");
const gexf = require("graphology-gexf");
const graph = gexf.parse(MultiGraph, readFileSync(process.argv[2], "utf-8"));
console.log(
  JSON.stringify({
    nodes: graph.mapNodes((id, attributes) => ({ id, ...attributes })),
    edges: graph.mapEdges((id, attributes, source, target) => ({ id, source, target, ...attributes })),
  }),
);
