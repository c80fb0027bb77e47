"""Make ``zh/common_words.txt.gz`` from jieba's dictionary (PyPI jieba 0.42.1, MIT): ``python -m kg.lexicon.compile DICT.TXT``.

Kept are words of two to four characters seen at least 30 times in jieba's corpus that are no proper nouns: what a brand is not.
"""

from __future__ import annotations

import gzip
import re
import sys
from pathlib import Path

LEAST_FREQUENT = 30
COMMON_NOUNS = frozenset({"n", "ng", "nn"})
DATA = Path(__file__).resolve().parent / "zh" / "common_words.txt.gz"


def compile_common_words(dictionary: str) -> bytes:
    """The compiled list, gzip of one word a line, from the text of jieba's ``dict.txt`` (word, frequency, tag a line)."""
    kept = set()
    for line in dictionary.splitlines():
        word, frequency, tag = line.split()
        common = not tag.startswith("n") or tag in COMMON_NOUNS
        if common and int(frequency) >= LEAST_FREQUENT and re.fullmatch("[一-鿿]{2,4}", word):
            kept.add(word)
    return gzip.compress("\n".join(sorted(kept)).encode(), compresslevel=9, mtime=0)


if __name__ == "__main__":
    DATA.write_bytes(compile_common_words(Path(sys.argv[1]).read_text(encoding="utf-8")))
