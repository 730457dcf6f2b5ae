"""The composed night as a fixture."""

from __future__ import annotations

import pytest

from publish import night
from tocsin.publish import Release


@pytest.fixture(scope="session")
def release() -> Release:
    return night.release()
