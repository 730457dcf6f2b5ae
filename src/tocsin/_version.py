"""The one place where the version stands beside pyproject.toml; a test holds the two together."""

__version__ = "0.1.0"
