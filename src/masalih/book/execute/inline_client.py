"""The one place that knows the inside of MyST-NB's inline client; `RELIES_ON` says what of it.

MyST-NB has no door for a client that starts its kernel late or that says which cell failed, so this
one goes in by a side entrance. tests/test_execute.py holds every line of `RELIES_ON` against the
installed versions: after an upgrade, read what fails there first.
"""

import time
from pathlib import Path

import myst_nb.core.execute
from myst_nb.core.execute.base import ExecutionError
from myst_nb.core.execute.inline import NotebookClientInline
from nbclient.exceptions import DeadKernelError
from sphinx.errors import ExtensionError

from masalih.book.execute import outputs
from masalih.book.execute.failures import failure, sentence

# {what: {name: why}}. Of a class: what its instances have; of a function: the names that it uses.
RELIES_ON = {
    "myst_nb.core.execute:create_client": {
        "NotebookClientInline": "install() puts another class in place of this global name",
    },
    "myst_nb.core.execute.inline:NotebookClientInline": {
        "start_client": "called once before the first cell; start_kernel() puts it off",
        "code_cell_outputs": "called for each code cell in order; runs those not yet run",
        "eval_variable": "called for each {eval}; asks the kernel as it stands then",
        "finalise_client": "called before the page is rendered; needs a kernel",
        "close_client": "called at the end with the exception, if any; needs a kernel",
        "notebook": "the cells, to which outputs are written",
        "path": "the notebook's file",
        "nb_config": "execution_timeout, for the words of a fault",
        "exec_metadata": "set where no kernel ran; MyST-NB stores it with the page",
        "_client": "None until a kernel runs",
        "_last_cell_executed": "the cell that the page has got to, -1 before the first",
        "_cell_error": "the error of a cell that may fail, None while there is none",
        "_exc_string": "its traceback",
        "_tmp_path": "None unless cells run in a temporary folder",
        "_time_start": "when the client was started",
    },
    "myst_nb.core.execute.inline:ModifiedNotebookClient": {
        "execute_cell": "raises CellExecutionError, CellTimeoutError or DeadKernelError",
        "eval_expression": "what {eval} shows",
    },
    "myst_nb.core.execute.base:ExecutionError": {
        "__cause__": "the error of nbclient, where execution_raise_on_error is set",
    },
    "nbclient.exceptions:CellTimeoutError": {"args": "raised where a cell takes too long"},
    "nbclient.exceptions:DeadKernelError": {"args": "raised where the kernel ends"},
    "nbclient.exceptions:CellExecutionError": {
        "ename": "the kind of error",
        "evalue": "its message",
        "traceback": "the lines that tell an error of a result that draws itself",
    },
    "myst_nb.sphinx_:NbMetadataCollector": {
        "set_exec_data": "fills env.nb_metadata[page]['exec_data'], the mark of a page that ran",
    },
    "myst_nb.sphinx_:HideCodeCellNode": {
        "attributes": "classes, prompt_show and prompt_hide of a folded cell",
    },
    "myst_nb.sphinx_:depart_HideCellInput": {
        "body": "closes what our own visit of that node has opened",
    },
    "jupyter_client.provisioning:LocalProvisioner": {
        "pre_launch": "kernels.Provisioner settles there where the kernel listens",
        "launch_kernel": "kernels.Provisioner forks there in place of starting a process",
        "parent": "the kernel's manager, whose transport and ip are set",
        "kernel_spec": "whose argv tells whether the kernel is Python's",
        "process": "asked for poll, wait, send_signal, terminate, kill and its streams",
        "pid": "of that process",
        "pgid": "of its group, which is signalled",
        "connection_info": "what launch_kernel returns",
    },
    "jupyter_client.manager:KernelManager": {
        "transport": "ipc needs no port",
        "ip": "then the beginning of a socket's name",
    },
    "ipykernel.iostream:OutStream": {"write": "print_limit.py counts what it is given"},
    "ipykernel.kernelapp:IPKernelApp": {
        "exec_lines": "what a kernel runs before its first cell: it loads print_limit.py",
        "parent_handle": "the process whose end is the kernel's",
    },
}


class InlineClient(NotebookClientInline):
    """MyST-NB's client with names for its state, and a kernel that starts when it is needed.

    Of a cell that fails, times out or kills its kernel it raises a Sphinx ExtensionError that names
    file and cell. `root` is the folder below which files are named.
    """

    def __init__(self, *arguments, root, **options):
        super().__init__(*arguments, **options)
        self.root = root

    @property
    def name(self):
        """The notebook's path below the root."""
        path = Path(self.path)
        return str(path.relative_to(self.root) if path.is_relative_to(self.root) else path)

    def start_client(self):
        self._client = self._cell_error = self._exc_string = self._tmp_path = None
        self._last_cell_executed, self._time_start = -1, time.perf_counter()

    @property
    def has_kernel(self):
        return self._client is not None

    @property
    def has_failed(self):
        """Whether a cell failed that was allowed to."""
        return self._cell_error is not None

    @property
    def position(self):
        """Index of the last cell that has its outputs, -1 before the first."""
        return self._last_cell_executed

    def pass_over(self, outputs):
        """Go on to the next cell without running it; a code cell takes `outputs`."""
        self._last_cell_executed += 1
        if outputs is not None:
            self.notebook.cells[self._last_cell_executed].update(outputs)

    def start_kernel(self):
        """Start the kernel and bring it to the cell that was reached without it."""
        reached = self._last_cell_executed
        super().start_client()
        if reached >= 0:
            self.run_to(reached)

    def run_to(self, index):
        """Run the cells up to `index`; return the execution count and the outputs of that one."""
        first = self._last_cell_executed + 1
        try:
            result = super().code_cell_outputs(index)
        except (ExecutionError, DeadKernelError) as error:
            raise ExtensionError(
                failure(
                    self.name,
                    self.notebook.cells,
                    self._last_cell_executed,
                    error.__cause__ or error,
                    self.nb_config.execution_timeout,
                )
            ) from None
        for place in range(first, index + 1):
            if wrong := outputs.complaint(self.notebook.cells[place].get("outputs", [])):
                raise ExtensionError(sentence(self.name, self.notebook.cells, place, wrong))
        return result


def install(client):
    """Let `client` (called as NotebookClientInline is) answer for every notebook from now on."""
    myst_nb.core.execute.NotebookClientInline = client
