"""Runs the blocks of a page, in their order, in one shell with a server of its own.

usage: with-server session.py PAGE...

Of a block of the language
  console  each line behind "$ " is typed ("> " continues it), and has to print what stands below it, and nothing else:
           … stands for anything, alone on a line for any lines
  sh       is typed as it is, and may print what it likes
  python, js, sql, json   is saved, where the text above gives it a name
  yaml     is saved, and read as the settings of a server
  none     is what the block above it prints

The addresses that a server has by default stand for those of this one, and `./forebay start` prints what it said.
"""

import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import pages

HERE = Path(__file__).resolve().parent
PATIENCE = 120
ANY = "…"
# How programs on the pages say that they were refused.
REFUSALS = ("forebay: ", "An error occurred ")
MARK = "@@ step"


@dataclass
class Step:
    """What is typed, and what that has to print; None for whatever it likes."""

    block: pages.Block
    typed: str
    shown: list[str] | None = None
    printed: list[str] = field(default_factory=list)

    def differs(self):
        """Why what was printed is not what the page shows; empty when it is."""
        if self.shown is None:
            return ""
        if re.fullmatch(pattern(self.shown), "".join(spaced(line) + "\n" for line in self.printed)):
            return ""
        return "shows:\n" + "\n".join(self.shown) + "\nbut it printed:\n" + "\n".join(self.printed)


def spaced(line):
    return re.sub(" +", " ", line.strip())


def pattern(shown):
    lines = []
    for line in shown:
        if line.strip() == ANY:
            lines.append(r"(?:[^\n]*\n)*")
        else:
            lines.append(r"[^\n]*".join(re.escape(part) for part in spaced(line).split(ANY)) + r"\n")
    return "".join(lines)


def typed_lines(block):
    """The steps of a console block."""
    steps = []
    for line in block.text.splitlines():
        if line.startswith("$ "):
            steps.append(Step(block, line[2:], []))
        elif line.startswith("> "):
            assert steps and not steps[-1].shown, f"{block}: nothing to go on with"
            steps[-1].typed += "\n" + line[2:]
        else:
            assert steps, f"{block}: output without a command"
            steps[-1].shown.append(line)
    return steps


def steps_of(blocks):
    """All steps of the blocks; an error where one has none."""
    steps = []
    for block in blocks:
        if block.language == "console":
            steps += typed_lines(block)
        elif block.language == "sh":
            steps.append(Step(block, block.text))
        elif block.file or block.language == "yaml":
            file = block.file or "settings.yaml"
            steps.append(Step(block, f"cat >{file} <<'END OF FILE'\n{block.text}END OF FILE", []))
            if block.language == "yaml":
                steps.append(Step(block, f"forebay config check --config {file}"))
        elif not block.language and steps and steps[-1].shown is None:
            steps[-1].shown = block.text.splitlines()
        else:
            raise AssertionError(f"{block}: nothing is known to be done with this block of {block.language or 'no language'}")
    return steps


def perform(steps, scratch):
    """Types all steps in one shell."""
    script = [f". {HERE}/shell.sh"]
    for number, step in enumerate(steps):
        script += [f"printf '{MARK} {number}\\n'", pages.to_this_server(step.typed), f"printf '\\n{MARK} {number} %s\\n' $?"]
    done = subprocess.run(
        ["bash"], input="\n".join(script) + "\n", cwd=scratch, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        timeout=PATIENCE, check=False)
    said = pages.to_the_page(done.stdout)
    codes = {}
    for number, step in enumerate(steps):
        found = re.search(rf"^{MARK} {number}\n(.*?)\n?^{MARK} {number} (\d+)$", said, re.M | re.S)
        assert found, f"{step.block}: the shell ended at `{step.typed}` with {done.returncode}:\n{said[-2000:]}"
        step.printed = found[1].strip("\n").splitlines()
        codes[number] = int(found[2])
    return codes


def check(blocks):
    """Runs blocks, and fails where one of them does not do what its page says."""
    steps = steps_of(blocks)
    assert steps, "nothing to run"
    with tempfile.TemporaryDirectory(prefix="forebay-page-") as scratch:
        codes = perform(steps, scratch)
    for number, step in enumerate(steps):
        assert not step.differs(), f"{step.block}: `{step.typed}` {step.differs()}"
        # What a page shows as failing shows so by what it prints.
        refused = any(line.startswith(REFUSALS) for line in step.shown or [])
        assert codes[number] == 0 or refused, (
            f"{step.block}: `{step.typed}` ended with {codes[number]}:\n" + "\n".join(step.printed))
    print(f"{blocks[0].page}: {len(steps)} steps are as the page has them", flush=True)


if __name__ == "__main__":
    for each in sys.argv[1:]:
        check(pages.blocks(each))
