"""The pages of the documentation, and the blocks of code on them."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
# What pages say, since it is what a server takes that is told nothing.
HTTP = "127.0.0.1:9324"
AMQP = "127.0.0.1:5672"

FENCE = re.compile(r"^```(\w*)$")
FILE_NAME = re.compile(r"`([\w-]+\.(?:js|json|mjs|py|sql|yaml))`:$")


@dataclass(frozen=True)
class Block:
    """A fenced block of a page.

    file is the name that the text right above it gives it, as in "Save this as `consume.py`:".
    """

    page: str
    line: int
    language: str
    heading: str
    file: str
    text: str

    def __str__(self):
        return f"{self.page}, line {self.line}"


def blocks(page):
    """All blocks of a page such as docs/replay.md."""
    found, heading, above, opened = [], "", "", None
    lines = (ROOT / page).read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        fence = FENCE.match(line)
        if opened is None and fence:
            opened = (number, fence[1], [])
        elif opened is not None and fence:
            began, language, text = opened
            named = FILE_NAME.search(above)
            found.append(Block(page, began, language, heading, named[1] if named else "", "\n".join(text) + "\n"))
            opened = None
        elif opened is not None:
            opened[2].append(line)
        elif line.startswith("#") or re.fullmatch(r"\*\*.+\*\*", line):
            heading = line.strip("#* ")
        if opened is None and line.strip():
            above = line
    assert opened is None, f"{page} has a block without an end"
    return found


def block(page, **wanted):
    """The only block of a page that has these properties."""
    found = [each for each in blocks(page) if all(getattr(each, name) == value for name, value in wanted.items())]
    assert len(found) == 1, f"{page} has {len(found)} blocks with {wanted}"
    return found[0]


def to_this_server(text):
    """With the addresses of the server that with-server started in the place of those of a page."""
    return text.replace(HTTP, _address("FOREBAY_ENDPOINT")).replace(AMQP, _address("FOREBAY_AMQP"))


def to_the_page(text):
    """The other way round."""
    return text.replace(_address("FOREBAY_ENDPOINT"), HTTP).replace(_address("FOREBAY_AMQP"), AMQP)


def _address(variable):
    return os.environ[variable].split("://")[1]
