"""What a page says of itself: the date of its issue and the name of its paper."""

from __future__ import annotations

import re

from kg.read.furniture import is_new_name, printed_date
from kg.records import Page

LONGEST_MASTHEAD = 24  # characters of a masthead line
TITLES = "日报|晚报|晨报|时报|周刊|周报|新闻|报|版|发布"
TOP = 6  # lines from the top within which a new name of a place is a paper's: 新某县
MASTHEAD = re.compile(rf"(?:今日?[一-鿿]{{2,4}}|[一-鿿]{{2,5}}?(?:{TITLES}))(?=$|[A-Z\d第·]|客户端)")

NUMBERED = re.compile(r"^(?:第?[A-Z]?\d+版|(?:要闻)?[A-Z]\d+)$")


def infer_date(page: Page) -> str | None:
    """The ISO issue date printed in a masthead line, None where no line plainly is one or two of them differ."""
    dates = {date for line in page.text.splitlines() if (date := printed_date(line))}
    return dates.pop() if len(dates) == 1 else None


def infer_paper(page: Page) -> str | None:
    """The paper's name where a line of the page is a masthead (某县报, 今日某县); the first one found."""
    for line in page.text.splitlines():
        words = line.split()
        bare = words[0] if len(words) > 1 and NUMBERED.search(words[-1]) else "".join(words)  # 某市新闻 县域 第4版
        match = MASTHEAD.match(bare) if len("".join(words)) <= LONGEST_MASTHEAD else None
        if match:
            return match.group()
    return next((line for line in _top(page) if is_new_name(line)), None)


def _top(page: Page) -> list[str]:
    return [line.strip() for line in page.text.splitlines() if line.strip()][:TOP]
