// The scripts of the picture that know no page answer questions about a document: the file holds {templates, document, questions}.
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { templates, document, questions } = JSON.parse(readFileSync(process.argv[2], "utf-8"));
const scripts = ["words.js", "values.js", "known.js", "pinyin.js", "source.js", "filters.js", "paths.js"].map((name) => readFileSync(join(templates, name), "utf-8"));
const answers = new Function("document", "questions", `"use strict";${scripts.join("\n")}
  const source = new Embedded(document), sieve = given => ({...OPEN, ...given, types: new Set(given.types), relations: new Set(given.relations)});
  const passing_ = given => [...KNOWN.facts.values()].filter(passing(sieve(given))).map(f => f.id).sort();
  const asks = {
    interval: text => interval(text), passing: passing_, degrees: () => [...KNOWN.entities.keys()].map(id => [id, degreeOf(id), neighbourCount(id)]),
    around: (id, steps, given, most) => source.around(id, steps, sieve(given), most), between: (a, b, given, most) => source.between(a, b, sieve(given), most),
    linked: async (ids, given) => [...await source.linked(ids, sieve(given))], more: (drawn, most) => source.more(new Set(drawn), most),
  };
  return Promise.all(questions.map(([ask, ...given]) => asks[ask](...given)));`)(document, questions);
answers.then((all) => console.log(JSON.stringify(all)));
