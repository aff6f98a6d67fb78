"""One blog of each malice at once, sound ones and dead hosts among them, as the siege that one can run by hand."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.malice import MALICE

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="no Linux to look at the memory of processes")
def test_all_sound_blogs_are_read_in_bounded_time_and_memory() -> None:
    wanted = ["--hostile", str(len(MALICE)), "--sound", "9", "--dead", "3", "--timeout", "3"]
    ended = subprocess.run(
        [sys.executable, "-m", "tools.siege", *wanted], cwd=ROOT, capture_output=True, encoding="utf-8", timeout=300
    )
    assert (ended.returncode, ended.stderr) == (0, ""), ended.stdout
    assert re.search(r"^ +9 sound +ok, 10 new$", ended.stdout, re.MULTILINE), ended.stdout
    assert re.search(r"^ +3 dead +error: no (connection|answer)", ended.stdout, re.MULTILINE), ended.stdout
    for kind in MALICE:
        assert re.search(rf"^ +1 {re.escape(kind)} +(ok|error)", ended.stdout, re.MULTILINE), ended.stdout
    assert int(re.findall(r"at most (\d+) MB", ended.stdout)[0]) < 700, ended.stdout
