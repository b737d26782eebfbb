"""Kernels that are ready at once, forked from a process that has loaded what notebooks load.

A book of 16 notebooks in two editions would otherwise load Jupyter's kernel, pandas, matplotlib and
this library 32 times. jupyter_client asks the provisioner that JUPYTER_DEFAULT_PROVISIONER_NAME
names (here `masalih-warm`, see pyproject.toml) for every kernel; `masalih build` sets it, plain
`jupyter-book build` starts kernels as everybody does. Where processes cannot safely be forked
(Windows, macOS) so does this.

Such a kernel is spoken to by a name of its own, not by ports: jupyter_client looks for free ports
and lets go of them until the kernel takes them, and in between another kernel, or any other
program, may have taken one.
"""

import gc
import multiprocessing
import os
import signal
import sys
import threading
import uuid
from typing import Any

from jupyter_client.provisioning import LocalProvisioner

from masalih.book.execute import print_limit


class Process:
    """A forked kernel, with what jupyter_client asks of subprocess.Popen."""

    stdin = stdout = stderr = None

    def __init__(self, arguments, environment, folder):
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["masalih.book.execute.preloaded"])
        # As a daemon it never keeps the build from ending.
        self._process = context.Process(
            target=run, args=(arguments, environment, folder), daemon=True
        )
        self._process.start()
        self.pid: int = self._process.pid or 0  # it has one, once started
        self.terminate = self._process.terminate

    def kill(self):
        """End the kernel with all that its cells have started."""
        try:
            os.killpg(self.pid, signal.SIGKILL)
        except ProcessLookupError:  # it leads no group: it has only just begun, or has ended
            self._process.kill()

    def send_signal(self, number):
        os.kill(self.pid, number)

    def poll(self):
        """The exit status, None while the kernel runs."""
        return self._process.exitcode

    def wait(self):
        """The exit status, once the kernel has ended."""
        self._process.join()
        return self._process.exitcode


class Provisioner(LocalProvisioner):
    """Kernels as jupyter_client knows them, but for the way their process comes about."""

    @property
    def forks(self):
        """Whether the kernel is one that can be forked here."""
        return sys.platform == "linux" and "ipykernel_launcher" in self.kernel_spec.argv

    async def pre_launch(self, **kwargs):
        """Settle where the kernel will listen; return what launch_kernel is to be told."""
        manager: Any = self.parent
        if self.forks and manager.transport == "tcp":
            # With @, Linux keeps no file for it.
            manager.transport, manager.ip = "ipc", f"@masalih-{uuid.uuid4()}"
        return await super().pre_launch(**kwargs)

    async def launch_kernel(self, cmd, **kwargs):
        """Start a kernel for `python -m ipykernel_launcher ...`; return its connection."""
        if not self.forks:
            return await super().launch_kernel(cmd, **kwargs)
        arguments = cmd[cmd.index("ipykernel_launcher") + 1 :]
        process: Any = Process(arguments, kwargs["env"], kwargs.get("cwd"))
        self.process, self.pid, self.pgid = process, process.pid, process.pid
        return self.connection_info


def run(arguments, environment, folder):
    """Be the kernel, until it is told to end or whoever asked for it has ended."""
    gc.freeze()  # what was loaded before the fork stays: it need not be looked through for waste
    os.setsid()  # a group of its own, which jupyter_client signals
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder or ".")
    # To the build it is a daemon that was forked in a certain way; to its cells, any other kernel.
    multiprocessing.current_process().daemon = False
    multiprocessing.set_start_method(None, force=True)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    from ipykernel.kernelapp import launch_new_instance

    print_limit.install()
    limited = (
        "__import__('masalih.book.execute.print_limit', fromlist=['load']).load(get_ipython())"
    )
    options = [f"parent_handle={os.getppid()}", f"exec_lines={limited}"]
    launch_new_instance([*arguments, *(f"--IPKernelApp.{option}" for option in options)])


def _end_with_parent():
    """End the kernel, and what its cells have started, once the build has ended."""
    build: Any = multiprocessing.parent_process()
    build.join()
    os.killpg(0, signal.SIGKILL)
