"""Drives go-sendxmpp (Go). Commands and events: README.md.

go-sendxmpp is a command, not a session: one process listens (`--listen`) from log-in to log-out, and each `send` is a
process of its own. Its `--debug` output holds everything received, which is where the events come from. Version 0.5
(Debian 12) authenticates with PLAIN only and says so when a server does not offer it; later versions know SCRAM.
"""
import asyncio
import os
import re
import shutil
import signal
import sys
import tempfile

from driver import Driver, Failure, emit

PROGRAM = "go-sendxmpp"
SEND_SECONDS = 20
MESSAGE = re.compile(r"<message\b([^>]*)>(.*?)</message>", re.DOTALL)
ATTRIBUTE = re.compile(r"""\b([\w:]+)=(?:'([^']*)'|"([^"]*)")""")
BODY = re.compile(r"<body\b[^>]*>(.*?)</body>", re.DOTALL)
DELAY = re.compile(r"<delay\b([^>]*)>")
BOUND = re.compile(r"<jid>([^<]*)</jid>")
# The end of an element this driver has no use for may be cut off from the buffer; no test message is longer.
BUFFER_LIMIT = 1 << 18


def attributes(text):
    return {name: single or double for name, single, double in ATTRIBUTE.findall(text)}


def classify(output):
    """What go-sendxmpp's last words mean, as one of README.md's error kinds."""
    if "x509:" in output or "tls:" in output or "certificate" in output:
        return "tls"
    if re.search(r"authentication|auth failure|not-authorized|PLAIN|SCRAM", output):
        return "auth"
    return "connect"


class GoSendxmppDriver(Driver):
    folder = listener = reader = None
    leaving = False

    async def do_login(self, jid, password, host, port, tls, ca, resource="go", register=False):
        if register:
            raise Failure("register", "go-sendxmpp cannot register")
        self.jid = jid
        self.folder = tempfile.mkdtemp(prefix="nightjar-go-sendxmpp-")
        # A file, because arguments can be read by everybody on the machine.
        settings = os.path.join(self.folder, "sendxmpprc")
        with open(os.open(settings, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(f"username: {jid}\npassword: {password}\njserver: {host}:{port}\n")
        self.arguments = ["--file", settings, *(["--tls"] if tls == "direct" else [])]
        # Go takes its trusted authorities from here, and from nowhere else.
        self.environment = {**os.environ, "SSL_CERT_FILE": ca, "SSL_CERT_DIR": self.folder, "HOME": self.folder}
        self.listener = await asyncio.create_subprocess_exec(
            PROGRAM, *self.arguments, "--debug", "--listen", env=self.environment, stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE)
        self.reader = asyncio.ensure_future(self.listen())

    async def listen(self):
        buffer = tail = ""
        bound = False
        while data := await self.listener.stderr.read(65536):
            text = data.decode(errors="replace")
            if os.environ.get("NIGHTJAR_INTEROP_TRACE"):
                sys.stderr.write(text)
            tail = (tail + text)[-2000:]
            buffer = (buffer + text)[-BUFFER_LIMIT:]
            if not bound and (match := BOUND.search(buffer)):
                bound = True
                emit("online", jid=match.group(1))
            end = 0
            for match in MESSAGE.finditer(buffer):
                end = match.end()
                self.on_message(attributes(match.group(1)), match.group(2))
            buffer = buffer[end:]
        await self.listener.wait()
        if self.leaving:
            emit("offline")
        else:
            last = tail.strip().splitlines()[-1] if tail.strip() else "no output"
            self.fail(classify(last), last)

    @staticmethod
    def on_message(head, content):
        if body := BODY.search(content):
            delay = DELAY.search(content)
            emit("message", **{"from": head.get("from")}, body=body.group(1), id=head.get("id"),
                 delay=attributes(delay.group(1)).get("stamp") if delay else None)

    async def do_send(self, to, body, id=None):
        process = await asyncio.create_subprocess_exec(
            PROGRAM, *self.arguments, to, env=self.environment, stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE)
        try:
            _, errors = await asyncio.wait_for(process.communicate(body.encode()), SEND_SECONDS)
        except asyncio.TimeoutError:
            process.kill()
            raise Failure("connect", f"sending took longer than {SEND_SECONDS} s") from None
        if process.returncode != 0:
            reason = errors.decode(errors="replace").strip()
            raise Failure(classify(reason), reason)
        emit("sent", to=to, body=body)

    async def do_logout(self):
        self.leaving = True
        self.listener.send_signal(signal.SIGINT)
        await self.reader

    async def close(self):
        self.leaving = True
        if self.listener and self.listener.returncode is None:
            self.listener.kill()
            await self.listener.wait()
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)


if "--check" in sys.argv:
    sys.exit(0 if shutil.which(PROGRAM) else f"{PROGRAM} is not installed")
GoSendxmppDriver().run()
