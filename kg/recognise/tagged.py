"""A text with its tagged words, as all finders read it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.recognise.tagger import Word

NAME_TAGS = frozenset({"LOC", "ORG", "PER", "nz", "nw", "nr"})


@dataclass(frozen=True, slots=True)
class Tagged:
    """An article's text with the tagger's words; ``word_of[i]`` is the index of the word that holds character i."""

    text: str
    words: tuple[Word, ...]
    word_of: tuple[int, ...]

    def word_at(self, position: int) -> Word:
        """The word that holds the character at this position."""
        return self.words[self.word_of[position]]

    def is_edge(self, position: int) -> bool:
        """Whether a word begins or ends at this position."""
        return position in (0, len(self.text)) or self.word_of[position] != self.word_of[position - 1]

    def within(self, start: int, end: int) -> Iterator[Word]:
        """The words that lie wholly between two positions."""
        position = start
        while position < end:
            word = self.word_at(position)
            if word.start >= start and word.end <= end:
                yield word
            position = word.end

    def form(self, word: Word) -> str:
        """The characters of a word."""
        return self.text[word.start : word.end]


def tagged(text: str, words: Sequence[Word]) -> Tagged:
    """Index the words of a text; gaps between them become words of their own, tagged ``w``."""
    filled: list[Word] = []
    position = 0
    for word in words:
        if word.start > position:
            filled.append(Word(position, word.start, "w"))
        filled.append(word)
        position = word.end
    if position < len(text):
        filled.append(Word(position, len(text), "w"))
    word_of = [index for index, word in enumerate(filled) for _ in range(word.start, word.end)]
    return Tagged(text, tuple(filled), tuple(word_of))
