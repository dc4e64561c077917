"""A relay on loopback between a client that cannot be told to lose its network and the server."""
import asyncio


class Relay:
    """Forwards bytes. `freeze` stops handing the server's bytes to the client; `cut` resets both sides and refuses
    new connections until `open` is called again."""

    def __init__(self, host, port):
        self._target = (host, port)
        self._flowing = asyncio.Event()
        self._flowing.set()
        self._writers = []
        self._accepting = True
        self._tasks = set()

    async def start(self):
        """Returns the port to connect to."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        return self._server.sockets[0].getsockname()[1]

    def freeze(self):
        self._flowing.clear()

    def cut(self):
        self._accepting = False
        for writer in self._writers:
            writer.transport.abort()
        self._writers.clear()

    def open(self):
        self._accepting = True
        self._flowing.set()

    def close(self):
        self._server.close()
        self.cut()
        for task in self._tasks:
            task.cancel()

    async def _accept(self, reader, writer):
        if not self._accepting:
            writer.transport.abort()
            return
        server_reader, server_writer = await asyncio.open_connection(*self._target)
        self._writers += [writer, server_writer]
        for pump in (self._pump(reader, server_writer, None), self._pump(server_reader, writer, self._flowing)):
            task = asyncio.ensure_future(pump)
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    @staticmethod
    async def _pump(reader, writer, gate):
        try:
            while data := await reader.read(65536):
                if gate:
                    await gate.wait()
                writer.write(data)
                await writer.drain()
        except OSError:
            pass  # the other direction, or the cut, reports it
        finally:
            writer.close()
