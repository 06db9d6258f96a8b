"""The commands of docs/install.md, to be run on a machine that nothing is to be installed on."""

import json
import os
import pathlib
import platform
import re
import subprocess
import sys
import tempfile

PAGE = pathlib.Path(__file__).resolve().parent.parent / "docs/install.md"
PATIENCE = 60
# In the place of a program of the machine: says how it was called, and what it was given.
STAND_IN = """#!{python}
import json, os, sys
given = 0 if sys.stdin.isatty() or {quiet} else len(sys.stdin.buffer.read())
with open({calls!r}, "a") as calls:
    print(json.dumps([sys.argv[1:], given, os.environ.get("FOREBAY_VERSION", "")]), file=calls)
"""


class InstallPage:
    """The page for one version of the packages, which lie in a folder."""

    def __init__(self, version):
        self.version = version

    def commands(self, begins):
        """The block that begins so, a command for each line, for this version and machine."""
        blocks = re.findall(r"^```sh\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.M | re.S)
        [block] = [each for each in blocks if each.startswith(begins)]
        if platform.machine() == "aarch64":
            block = block.replace("amd64", "arm64").replace("x86_64", "aarch64")
        # Debian orders what stands behind a ~ before the release.
        block = block.replace("_VERSION_", "_" + self.version.replace("-", "~") + "_")
        return re.sub(r"(?<=[-:=])VERSION\b", self.version, block)

    @staticmethod
    def perform(commands, folder, given="", **programs):
        """Types them in the folder, and says how the programs with stand-ins were called: arguments, how many bytes
        they read, and the version in their environment. A program is a stand-in when it is None, else the command that it
        stands for; `given` is what people type into the others."""
        with tempfile.TemporaryDirectory(prefix="forebay-programs-") as places:
            place = pathlib.Path(places)
            calls = place / "calls"
            calls.touch()
            for name, command in programs.items():
                path = place / name
                if command is None:
                    path.write_text(STAND_IN.format(python=sys.executable, calls=str(calls), quiet=name != "docker"))
                else:
                    path.write_text(f'#!/bin/sh\nexec {command} "$@"\n')
                path.chmod(0o755)
            done = subprocess.run(
                ["bash", "-e", "-c", commands], cwd=folder, input=given, text=True, capture_output=True, timeout=PATIENCE,
                env=os.environ | {"PATH": f"{place}:{os.environ['PATH']}"}, check=False)
            assert done.returncode == 0, f"{commands} ended with {done.returncode}: {done.stdout}{done.stderr}"
            return [json.loads(line) for line in calls.read_text().splitlines()]
