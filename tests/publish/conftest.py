"""The composed night as fixtures."""

from __future__ import annotations

import pytest
from publish import night

from tocsin.publish import Release
