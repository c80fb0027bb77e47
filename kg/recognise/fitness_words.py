"""What stands before the heads of names: patterns of places and scopes, and of any word of a list of ``fitness.toml``."""

from __future__ import annotations

import re
from functools import cache

from kg.lexicon import any_of, load

# 市, 县 … alone before a head stand for the paper's own place (县粮食局)
RELATIVE_PLACE = re.compile(r"^(?:全|我|该)?[省市县区旗州镇乡](?![场民域级块容值])")
SCOPED = re.compile(r"[全各][省市县区旗州镇乡国]")
PLACE_END = re.compile(r"(?:省|市|县|区|旗|州|盟|镇|乡|街道|村|社区|中国|全国|国家|中央|国网)$|经开|高新|开发区|园区|新区")
LOCAL_PARK = re.compile("[市县区旗](?![场域级民政内外])[一-鿿]{2,8}")
SCOPE = re.compile(r"全国|国家|中国|世界|全球|亚洲|全省|省级|市级|县级|[一-鿿]省|[一-鿿]市|自治区|浙商|最美|十佳|年度|“")


@cache
def any_word(name: str, then: str = "") -> re.Pattern[str]:
    """A pattern of any word of that list and what follows it."""
    return re.compile(any_of(load("fitness")[name]) + then)
