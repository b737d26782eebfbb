"""Ends a cell that prints without end; loaded into every kernel that a build forks.

Without it such a cell fills the memory until its time is over, and Jupyter takes a quarter of a
minute to put together one line of a hundred thousand letters.
"""

from masalih.book.execute.outputs import LONGEST, TOO_LONG


class PrintedTooMuch(Exception):
    """What a cell printed cannot be read on a page."""


class Limit:
    """Counts what the cell that is running has printed, over both streams.

    It complains once, and what the cell prints all the same is lost: its traceback has room yet.
    """

    def __init__(self):
        self.start_cell()

    def start_cell(self, *_):
        self.left, self.told = LONGEST, False

    def hold(self, kind):
        """Count what streams of a class are given."""
        write = kind.write

        def counted(stream, text):
            self.left -= len(text)
            if self.left >= 0:
                return write(stream, text)
            if self.told:
                return len(text)
            self.left, self.told = LONGEST, True
            raise PrintedTooMuch(TOO_LONG)

        kind.write = counted


limit = Limit()


def install():
    """Limit the streams of this process, before its kernel puts functions of its own on them."""
    from ipykernel.iostream import OutStream

    limit.hold(OutStream)


def load(shell):
    """Count anew for each cell that an IPython shell runs."""
    shell.events.register("pre_run_cell", limit.start_cell)
