"""Errors of the use cases; messages are Vietnamese and shown to the user as they are."""


class ServiceError(Exception):
    """Something the user can do nothing wrong about silently: shown with what to do next."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotFound(ServiceError):
    """The thing is not there, or is not for this account: the answer is the same."""


class Refused(ServiceError):
    """A step that the workflow does not allow now."""


class Invalid(ServiceError):
    """Input that cannot be taken; `problems` may name each."""

    def __init__(self, message: str, problems: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems
