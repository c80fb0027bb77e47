"""Pages decoded strictly: what is accepted, what is refused and what the refusal says."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.read.context import infer_date
from kg.read.decode import read_page
from kg.records import Page

TEXT = "青浦港上榜\r\n\r\n■记者 何小舟\r\n本报讯 昨天，青浦港镇召开项目推进会。\r\n镇长马·伊凡到会，总投资１２亿元。\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode("utf-8"), "utf-8"),
        (b"\xef\xbb\xbf" + TEXT.encode("utf-8"), "utf-8"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("gb18030"), "gb18030"),
    ],
)
def test_every_accepted_encoding_gives_the_same_text(tmp_path: Path, data: bytes, encoding: str) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes(data)
    page = read_page(path)
    assert page.text == TEXT, "newlines and everything else must stay, the byte-order mark must not"
    assert (page.doc, page.encoding, page.path) == ("page", encoding, str(path))
    assert page.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        ("　\n".encode(), "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "NUL byte"),
        ("第一行\n第二\x07行".encode(), "line 2 holds the control byte 0x07"),
        ("第一行\n".encode() + b"\xff\xff", "line 2, byte 10 (0xff)"),
        ("Où est la forêt\nDès l'été à l'ombre des chênes".encode("latin-1"), "neither UTF-8 nor GB18030"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le")[:-1], "is not utf-16-le"),
        (TEXT.encode("gb18030")[:-3] + b"\xff\n", "line 5"),
    ],
)
def test_what_is_no_text_is_refused_with_its_place(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(data)
    with pytest.raises(InputError) as refused:
        read_page(path)
    assert words in str(refused.value)
    assert str(path) in str(refused.value)


def test_missing_file_and_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.txt: no such file"):
        read_page(tmp_path / "none.txt")
    with pytest.raises(InputError, match="is a folder"):
        read_page(tmp_path)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("江城日报\n2025年5月28日 星期三\n农历乙巳年五月初二\n\n市里召开会议。", "2025-05-28"),
        ("A2 要闻 2024年1月3日 星期三 责编：何小舟", "2024-01-03"),
        ("2024-11-09 星期六\n正文。", "2024-11-09"),
        ("2025年5月28日，市里召开会议。\n会议开到2025年5月29日。", None),
        ("2025年5月28日 星期三\n2025年5月27日 星期二", None),
        ("2025年13月28日 星期三", None),
        ("平安大道2025年5月28日建成通车仪式举行", None),
    ],
)
def test_the_issue_date_is_read_off_a_masthead_only(text: str, date: str | None) -> None:
    assert infer_date(Page("p", "p.txt", text, "utf-8", "")) == date
