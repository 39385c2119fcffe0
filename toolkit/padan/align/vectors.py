"""Sentence vectors; kept beside the engines, for translation needs them too."""

from padan.engines.vectors import embed, vector_key

__all__ = ["embed", "vector_key"]
