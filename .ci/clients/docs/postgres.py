"""A PostgreSQL of one's own, for a while."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

PATIENCE = 60
# PostgreSQL does not run as root.
OWNER = "postgres"


def _programs():
    """Where Debian keeps them, newest version first, or the PATH."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda found: int(found.parts[-3]), reverse=True)
    found = versions[0] if versions else shutil.which("initdb")
    assert found, "PostgreSQL is wanted: apt-get install postgresql"
    return Path(found).parent


def _as_owner(command, **how):
    if os.geteuid() == 0:
        command = ["runuser", "-u", OWNER, "--", *command]
    done = subprocess.run(command, text=True, capture_output=True, timeout=PATIENCE, check=False, cwd="/", **how)
    assert done.returncode == 0, f"{command} ended with {done.returncode}: {done.stdout}{done.stderr}"


@contextlib.contextmanager
def cluster(database):
    """One with an empty database, on a socket only; gives the variables by which every client finds it."""
    programs = _programs()
    with tempfile.TemporaryDirectory(prefix="forebay-postgres-") as folder:
        if os.geteuid() == 0:
            shutil.chown(folder, OWNER, OWNER)
        data = f"{folder}/data"
        _as_owner([programs / "initdb", "--no-sync", "--auth=trust", f"--username={OWNER}", "--encoding=UTF8", "-D", data])
        options = f"-k {folder} -c listen_addresses='' -c fsync=off"
        _as_owner([programs / "pg_ctl", "-D", data, "-l", f"{folder}/log", "-o", options, "-w", "start"])
        try:
            os.chmod(folder, 0o711)
            variables = {"PGHOST": folder, "PGUSER": OWNER, "PGDATABASE": database}
            _as_owner([programs / "createdb", "-h", folder, "-U", OWNER, database])
            yield variables
        finally:
            _as_owner([programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"])
