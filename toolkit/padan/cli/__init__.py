"""The command line: one file per command group, loaded only when its command is called."""

from __future__ import annotations

import errno
import os
import sys
from importlib import import_module

import click

from padan.errors import PadanError

_COMMANDS = {
    "run": "padan.cli.run:run",
    "sentences": "padan.cli.sentences:sentences",
    "align": "padan.cli.align:align",
    "translate": "padan.cli.translate:translate",
    "memory": "padan.cli.memory:memory",
    "compare": "padan.cli.compare:compare",
    "recalibrate": "padan.cli.recalibrate:recalibrate",
    "stories": "padan.cli.stories:stories",
    "show": "padan.cli.stories:show",
    "review": "padan.cli.review:review",
    "report": "padan.cli.report:report",
    "export": "padan.cli.export:export",
    "rehydrate": "padan.cli.rehydrate:rehydrate",
    "takedown": "padan.cli.takedown:takedown",
    "import": "padan.cli.importing:import_",
    "import-shards": "padan.cli.clusters:import_shards",
    "validate": "padan.cli.validate:validate",
    "engines": "padan.cli.engines:engines",
    "status": "padan.cli.status:status",
}
_ABOUT = {
    "run": "Add articles, find stories, align, translate, compare, report: the main job.",
    "sentences": "Show the lines and sentences of an article, each with its role and why.",
    "align": "Align two texts sentence by sentence.",
    "translate": "Translate any text, sentence by sentence, and mark what looks wrong.",
    "memory": "Bring in people's translations (TMX), take them out, look sentences up.",
    "compare": "Compare a retelling of a sentence with its reference.",
    "recalibrate": "Learn from findings that were accepted and dismissed.",
    "stories": "List the stories in a store, or find those among files.",
    "show": "Show a story's rows with what differs, in the terminal.",
    "review": "Work through the rows in the browser: accept, correct, comment, merge, split.",
    "report": "Write the report: one web page per story, to read offline.",
    "export": "Write rows for CAT tools, spreadsheets and programs, or as a dataset.",
    "rehydrate": "Put texts back into a dataset that left without them.",
    "takedown": "Delete articles for good, from the store and from exports.",
    "import": "Bring in what was edited in CAT tools, spreadsheets and alignment editors.",
    "import-shards": "Bring in stories that a cluster has compared.",
    "validate": "Say what is wrong with TMX and XLIFF files, unit by unit.",
    "engines": "List encoders and translators, and how to get them.",
    "status": "Say what a store holds and what was skipped.",
}

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}


class _Commands(click.Group):
    """Loads the file of a command when it is called; `--help` loads none."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, name = _COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_ABOUT.items()))

    def invoke(self, ctx: click.Context) -> object:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result
        except PadanError as error:
            click.echo(f"padan: {one_line(str(error))}", err=True)
            ctx.exit(2)
        except BrokenPipeError:
            # The reader of our output (head, less) has left; nothing is wrong.
            sys.stderr.close()
            ctx.exit(0)
        except OSError as error:
            if error.errno not in _NO_ROOM:
                raise
            click.echo(f"padan: cannot write the output ({error.strerror})", err=True)
            # What is left in the buffer would fail once more when Python ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(2)


def one_line(text: str) -> str:
    """Text fit for one line of a terminal: no line breaks, no control characters."""
    return "".join(c if c.isprintable() else " " for c in text)


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="padan", message="padan %(version)s")
def main() -> None:
    """Set retellings of a news story side by side and see where an outlet departs from its source.

    \b
    Start here:
      padan run articles/            find the stories, align, translate, compare, report
      padan show                     list what it found, or read a story in the terminal
      padan COMMAND --help           what a command does, with an example
    """
