"""The lexicon: facts about the language as TOML lists under ``zh/``, each with its source in a comment."""

from __future__ import annotations

import gzip
import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

from kg.errors import OntologyError


@lru_cache(maxsize=64)
def load(name: str) -> Mapping[str, Any]:
    """The list of that name; raises OntologyError where it is missing or not TOML, listing those there are."""
    folder = resources.files("kg") / "lexicon" / "zh"
    file = folder / f"{name}.toml"
    if not file.is_file():
        names = sorted(f.name.removesuffix(".toml") for f in folder.iterdir() if f.name.endswith(".toml"))
        raise OntologyError(f"no lexicon list {name!r}; there are: {', '.join(names)}")
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise OntologyError(f"kg/lexicon/zh/{name}.toml: {error}") from error


def any_of(words: Iterable[str]) -> str:
    """A regex for any of these words, the longest that fits."""
    return "(?:" + "|".join(re.escape(w) for w in sorted(set(words), key=lambda w: (-len(w), w))) + ")"


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """Words of two to four characters in general use, none a proper noun (from jieba's dictionary, MIT; see ``compile``)."""
    data = (resources.files("kg") / "lexicon" / "zh" / "common_words.txt.gz").read_bytes()
    return frozenset(gzip.decompress(data).decode().split("\n"))
