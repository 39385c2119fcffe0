"""Progress of long work: bars on stderr, on terminals only."""

from __future__ import annotations

from time import monotonic
from types import TracebackType

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.progress import TaskID as TaskId


class Bars:
    """Shows each stage as a bar; a `pipeline.Progress`."""

    def __init__(self) -> None:
        console = Console(stderr=True)
        self._bars = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=console,
            disable=not console.is_terminal,
            transient=True,
        )
        self._tasks: dict[str, tuple[TaskId, float]] = {}

    def __enter__(self) -> Bars:
        self._bars.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bars.stop()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show that `done` of `total` steps of a stage are over; 0 where the total is unknown."""
        if stage not in self._tasks:
            task = self._bars.add_task(stage, total=total or None, rate="")
            self._tasks[stage] = task, monotonic()
        task, begun = self._tasks[stage]
        elapsed = monotonic() - begun
        rate = f"{done / elapsed:.1f}/s" if done and elapsed > 1 else ""
        self._bars.update(task, completed=done, total=total or None, rate=rate)
        if total and done >= total:
            del self._tasks[stage]
            self._bars.remove_task(task)
