"""Runs a full-screen program in a tmux of its own and reads what it shows."""
import asyncio
import os
import shutil
import subprocess

# tmux offers no event for "the pane now shows this text", and the program behind it none at all: the screen can only
# be looked at. 20 looks a second cost little and delay a test by at most 50 ms. Every wait has an end.
LOOK_SECONDS = 0.05
WAIT_SECONDS = 20
END_SECONDS = 4


class Screen:
    """One tmux server with one pane, on a socket inside `folder`; nobody else's tmux is touched."""

    def __init__(self, folder):
        self._socket = os.path.join(folder, "tmux")

    def _tmux(self, *arguments):
        return subprocess.run(["tmux", "-S", self._socket, "-f", "/dev/null", *arguments],
                              capture_output=True, text=True, timeout=10)

    def start(self, command, environment):
        """Runs `command` (a list) with the variables of `environment` added."""
        settings = [f"{name}={value}" for name, value in environment.items()]
        result = self._tmux("new-session", "-d", "-x", "180", "-y", "50", "--", "env", *settings, *command)
        if result.returncode != 0:
            raise RuntimeError(f"tmux: {result.stderr.strip()}")

    def type(self, line):
        """Types a line and Enter. `-l` keeps tmux from reading key names out of the text."""
        self._tmux("send-keys", "-l", "--", line)
        self._tmux("send-keys", "Enter")

    def text(self):
        """What the pane shows, with the program's own line breaks where the screen is wide enough; empty when it ended."""
        return self._tmux("capture-pane", "-p", "-J").stdout

    def running(self):
        return self._tmux("has-session").returncode == 0

    async def wait_for(self, *needles):
        """Waits until the pane shows one of the texts, and returns it; raises TimeoutError with the screen otherwise."""
        deadline = asyncio.get_running_loop().time() + WAIT_SECONDS
        while True:
            shown = self.text()
            for needle in needles:
                if needle in shown:
                    return needle
            if asyncio.get_running_loop().time() > deadline or not self.running():
                raise TimeoutError(f"the screen never showed {' or '.join(needles)}; it shows:\n{shown.strip()}")
            await asyncio.sleep(LOOK_SECONDS)

    async def wait_for_end(self):
        """Waits a few seconds until the program has ended by itself; `close` ends it in any case."""
        deadline = asyncio.get_running_loop().time() + END_SECONDS
        while self.running() and asyncio.get_running_loop().time() < deadline:
            await asyncio.sleep(LOOK_SECONDS)

    def close(self):
        self._tmux("kill-server")


def available():
    return shutil.which("tmux") is not None
