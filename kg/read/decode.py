"""A page file as text: strict decoding, so that offsets mean the same everywhere and no character is guessed."""

from __future__ import annotations

import codecs
import hashlib
import re
from pathlib import Path

from kg.errors import InputError
from kg.records import Page

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")


def read_page(path: Path) -> Page:
    """The page that a text file holds, in UTF-8, UTF-16 with a byte-order mark, or GB18030; newlines stay as they are.

    Raises InputError, naming the file and what to do, where it is missing, unreadable, binary, empty or in another encoding.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(f"{path}: no such file; check the path") from error
    except IsADirectoryError as error:
        raise InputError(f"{path}: is a folder, not a page; name the folder as an input and its .txt files are read") from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error}); check its permissions") from error
    text, encoding = _decode(data, path)
    if control := _CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        code = ord(control[0])
        raise InputError(
            f"{path}: line {line} holds the control byte {code:#04x}; this is no text file, give the text extracted from the page"
        )
    if not text.strip():
        raise InputError(f"{path}: the file is empty; extract the text of the page again or leave it out")
    return Page(path.stem, str(path), text, encoding, hashlib.sha256(data).hexdigest())


def _decode(data: bytes, path: Path) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding), encoding
            except UnicodeDecodeError as error:
                raise InputError(
                    f"{path}: {_place(data, error.start + len(mark))} is not {encoding} although the file says so; save it as UTF-8"
                ) from error
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        raise InputError(f"{path}: line {line} holds a NUL byte; this is no text file (or UTF-16 without its mark): save the text as UTF-8")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        broken = error
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        # The encoding that reads further is likelier the one that was meant: name its place.
        broken = max(broken, error, key=lambda e: e.start)
        text = ""
    if _is_chinese(text):
        return text, "gb18030"
    raise InputError(f"{path}: {_place(data, broken.start)} is neither UTF-8 nor GB18030 Chinese; save the file as UTF-8") from broken


def _place(data: bytes, offset: int) -> str:
    return f"line {data.count(bytes([10]), 0, offset) + 1}, byte {offset} ({data[offset]:#04x})"


def _is_chinese(text: str) -> bool:
    """Whether most characters beyond ASCII are of those that Chinese newspapers print: GB 2312 holds nearly all of them."""
    foreign = [c for c in text if ord(c) > 127]
    if not foreign:
        return False
    plain = sum(1 for c in foreign if _printed(c))
    return plain >= 0.9 * len(foreign)


def _printed(char: str) -> bool:
    try:
        lead, *rest = char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    # Level 1 hanzi (rows 16–55) and signs; text of another encoding mostly falls on the rare level 2.
    return bool(rest) and (lead <= 0xA3 or 0xB0 <= lead <= 0xD7)
