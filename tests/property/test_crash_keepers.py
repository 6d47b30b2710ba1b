"""Whoever archives or refolds and is killed, before any of its steps, leaves a sound store behind."""

import subprocess
import sys
from pathlib import Path

import pytest
import redis


@pytest.mark.timeout(600)
@pytest.mark.parametrize("task", ["archive", "refold"])
def test_killed_before_any_step_nothing_is_lost_and_a_further_run_completes_it(
    store_redis: redis.Redis, tmp_path: Path, task: str
) -> None:
    socket = store_redis.connection_pool.connection_kwargs["path"]
    run = subprocess.run(
        [sys.executable, "-m", "tests.property.crash_keeper", socket, task, task, str(tmp_path)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=540,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert int(run.stdout) > 20
