// Pinyin: a query of letters against names, each character by its initial or its whole syllable.
class Pinyin {
  /** ``readings``: for each syllable the characters usually read so, and those also read so. */
  constructor(readings) {
    this.syllables = new Map();
    const add = (characters, syllable, rarer) => {
      for (const character of characters) {
        if (!this.syllables.has(character)) this.syllables.set(character, []);
        this.syllables.get(character).push([syllable, rarer]);
      }
    };
    for (const [syllable, [usual, rarer]] of Object.entries(readings)) {
      add(usual, syllable, 0);
      add(rarer, syllable, 1);
    }
  }

  /** How well a name answers a query of letters: 0 from its first character, 1 from within, each a half worse by a rare reading; null not at all. */
  rank(name, query) {
    const characters = [...name];
    let best = null;
    for (let start = 0; start < characters.length; start++) {
      const rarer = this.cost(characters, start, query, 0);
      if (rarer === null) continue;
      const rank = (start ? 1 : 0) + (rarer ? 0.5 : 0);
      if (best === null || rank < best) best = rank;
      if (best === 0) break;
    }
    return best;
  }

  /** The fewest rare readings with which the query from ``at`` on is read off the characters from ``start`` on; null where it cannot be. */
  cost(characters, start, query, at) {
    if (at === query.length) return 0;
    if (start === characters.length) return null;
    let best = null;
    for (const [part, rarer] of this.parts(characters[start], query.slice(at))) {
      const rest = this.cost(characters, start + 1, query, at + part.length);
      if (rest !== null && (best === null || rest + rarer < best)) best = rest + rarer;
      if (best === 0) break;
    }
    return best;
  }

  /** What a character can stand for at the head of a query: its initial, zh ch sh, its syllable, or the beginning of it where the query ends. */
  parts(character, query) {
    const own = this.syllables.get(character) || (/[a-z0-9]/.test(character) ? [[character, 0]] : []);
    return own.flatMap(([syllable, rarer]) => {
      const heads = new Set([syllable, syllable[0], /^[zcs]h/.test(syllable) ? syllable.slice(0, 2) : syllable[0]]);
      if (query.length < syllable.length && syllable.startsWith(query)) heads.add(query);
      return [...heads].filter(head => query.startsWith(head)).map(head => [head, rarer]);
    });
  }
}
