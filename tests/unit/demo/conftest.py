"""Fixtures of the demo's tests: the generated network, made once.

Not here: running it through ingest (tests/unit/orchestration).
"""

from __future__ import annotations

import pytest

from ingest.demo import Demo, generate_demo


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    return generate_demo(tmp_path_factory.mktemp("demo"))
