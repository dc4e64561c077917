"""The line protocol every Python driver speaks: JSON commands in, JSON events out (see README.md)."""
import asyncio
import json
import os
import sys

# Longer than any test waits, so that the test reports first; short enough to leave nothing behind for long.
LIFETIME_SECONDS = 150
# The longest command or event line a driver accepts: far above any test message.
LINE_LIMIT = 1 << 20


def emit(event, **fields):
    try:
        print(json.dumps({"event": event, **fields}, ensure_ascii=False), flush=True)
    except BrokenPipeError:  # the test has ended; so does this driver, by the end of its standard input
        pass


class Failure(Exception):
    """The client cannot do what was asked; `kind` is one of README.md's error kinds."""

    def __init__(self, kind, reason):
        super().__init__(reason)
        self.kind = kind


class Driver:
    """Base: a subclass has one coroutine `do_<command>` for each command it supports."""

    def __init__(self):
        self._end = None

    async def close(self):
        """Ends whatever the driver started. Called once, always."""

    def fail(self, kind, reason):
        """Reports a failure and ends the driver with code 1. Only the first one counts."""
        if not self._end.done():
            emit("error", kind=kind, reason=str(reason))
            self._end.set_result((1, str(reason)))

    def finish(self):
        if not self._end.done():
            self._end.set_result((0, "quit"))

    async def _commands(self):
        reader = asyncio.StreamReader(limit=LINE_LIMIT)
        await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
        while line := await reader.readline():
            command = json.loads(line)
            name = command.pop("command")
            if name == "quit":
                break
            action = getattr(self, "do_" + name, None)
            if action is None:
                raise Failure("driver", f"this client has no command '{name}'")
            await action(**command)
        self.finish()

    async def _main(self):
        self._end = asyncio.get_running_loop().create_future()
        commands = asyncio.ensure_future(self._commands())

        def commands_ended(task):
            if not task.cancelled() and (error := task.exception()):
                self.fail(getattr(error, "kind", "driver"), f"{type(error).__name__}: {error}")

        commands.add_done_callback(commands_ended)
        try:
            code, reason = await asyncio.wait_for(asyncio.shield(self._end), LIFETIME_SECONDS)
        except asyncio.TimeoutError:
            code, reason = 1, f"the driver lived longer than {LIFETIME_SECONDS} s"
        commands.cancel()
        try:
            await asyncio.wait_for(self.close(), 10)
        except Exception as error:  # the verdict stands; the clean-up problem is for the transcript
            print(f"while closing: {error!r}", file=sys.stderr)
        emit("exit", code=code, reason=reason)
        return code

    def run(self):
        code = asyncio.run(self._main())
        # Libraries may keep threads or pending tasks; everything of ours is closed by now.
        os._exit(code)
