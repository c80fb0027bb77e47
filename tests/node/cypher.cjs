// Neo4j's own parser reads the statements of a script: prints its complaints as JSON.
const { readFileSync } = require("node:fs");
const { lintCypherQuery } = require("@neo4j-cypher/language-support");
const { diagnostics } = lintCypherQuery(readFileSync(process.argv[2], "utf-8"), {});
console.log(JSON.stringify(diagnostics.map((d) => d.message)));
