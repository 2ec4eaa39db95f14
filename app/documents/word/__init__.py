"""Writing Word files."""

from app.documents.word.volume import write_volume
from app.documents.word.writer import write_word

__all__ = ["write_volume", "write_word"]
