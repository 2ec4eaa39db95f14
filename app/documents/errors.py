"""Errors of this room. Every message is Vietnamese, for the user, and says what to do next."""


class DocumentError(Exception):
    """A document that cannot be written as asked."""


class UnreadableFile(Exception):
    """A file that cannot be read; the message says why."""


class PdfUnavailable(Exception):
    """PDF cannot be made on this machine or in the time allowed."""


class ProfileError(Exception):
    """A profile with mistakes; `problems` lists all of them, each with its place in the file."""

    def __init__(self, name: str, problems: tuple[str, ...]) -> None:
        super().__init__(f"Mẫu thể thức {name} có {len(problems)} lỗi:\n" + "\n".join(problems))
        self.name = name
        self.problems = problems
