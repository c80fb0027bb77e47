"""What a page says of itself: the date of its issue."""

from __future__ import annotations

from kg.read.furniture import printed_date
from kg.records import Page


def infer_date(page: Page) -> str | None:
    """The ISO issue date printed in a masthead line, None where no line plainly is one or two of them differ."""
    dates = {date for line in page.text.splitlines() if (date := printed_date(line))}
    return dates.pop() if len(dates) == 1 else None
