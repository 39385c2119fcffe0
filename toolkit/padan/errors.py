"""What can go wrong with input or set-up, said so that a person can act on it."""

from __future__ import annotations


class PadanError(Exception):
    """A problem the user can mend. Its text is one line: where, what, what to do.

    `where` names the file, line, URL or engine; `what` says what is wrong; `todo` what would help.
    """

    def __init__(self, what: str, *, where: str = "", todo: str = "") -> None:
        self.what = what
        self.where = where
        self.todo = todo
        line = f"{where}: {what}" if where else what
        super().__init__(f"{line}; {todo}" if todo else line)


class InputError(PadanError):
    """An article, story or alignment file that cannot be used. The rest of a batch goes on."""


class EngineError(PadanError):
    """An engine that is not installed, lacks its weights, or failed while it ran."""


class StoreError(PadanError):
    """A corpus database that cannot be opened, read or written."""
