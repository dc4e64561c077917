"""Drives profanity (C, libstrophe) in tmux. Commands and events: README.md.

Commands are typed as a person types them. What arrives is read from profanity's own debug log, which holds every
stanza as received; `show` looks at the screen. profanity registers accounts only at a domain it can look up, so
`register` is not supported: the operator adds the account.
"""
import asyncio
import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

import tmux_screen
from driver import Driver, Failure, emit
from relay import Relay

LOG_LINE = re.compile(r"^\S+Z: (?:xmpp|conn): DBG: (RECV|SENT): (<.*)$")
TLS_REFUSED = "certificate verification failed"
LOGIN_FAILED = "Login failed."

PREFERENCES = """[connection]
tls.certpath={capath}
reconnect=1
autoping=0
[ui]
splash=false
[logging]
rotate=false
maxsize=104857600
"""
ACCOUNT = """[{jid}]
enabled=true
jid={jid}
resource={resource}
server=127.0.0.1
port={port}
tls.policy={policy}
password={password}
"""


class ProfanityDriver(Driver):
    folder = screen = relay = watcher = None
    online = False
    present = False
    disco = ping = mechanism = None

    async def do_login(self, jid, password, host, port, tls, ca, resource="profanity", register=False):
        if register:
            raise Failure("register", "profanity cannot register at a domain without DNS records")
        self.jid = f"{jid}/{resource}"
        self.domain = jid.split("@")[1]
        self.folder = tempfile.mkdtemp(prefix="nightjar-profanity-")
        self.relay = Relay(host, port)
        relay_port = await self.relay.start()
        for name in ("config/profanity", "data/profanity", "ca"):
            os.makedirs(os.path.join(self.folder, name))
        # libstrophe takes a folder of hashed names, not a file.
        shutil.copy(ca, os.path.join(self.folder, "ca", "ca.pem"))
        subprocess.run(["openssl", "rehash", os.path.join(self.folder, "ca")], check=True, capture_output=True, timeout=20)
        self.write("config/profanity/profrc", PREFERENCES.format(capath=os.path.join(self.folder, "ca")))
        self.write("data/profanity/accounts", ACCOUNT.format(
            jid=jid, resource=resource, port=relay_port, password=password,
            policy="legacy" if tls == "direct" else "force"))
        self.log = os.path.join(self.folder, "log")
        open(self.log, "w").close()
        self.screen = tmux_screen.Screen(self.folder)
        self.screen.start(["profanity", "-l", "DEBUG", "-f", self.log, "-a", jid], {
            "XDG_CONFIG_HOME": os.path.join(self.folder, "config"),
            "XDG_DATA_HOME": os.path.join(self.folder, "data"),
            "LC_ALL": "C.UTF-8",
        })
        self.watcher = asyncio.ensure_future(self.watch())
        self.watcher.add_done_callback(
            lambda task: task.cancelled() or not task.exception() or self.fail("driver", repr(task.exception())))

    def write(self, name, text):
        with open(os.open(os.path.join(self.folder, name), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)

    async def watch(self):
        """Follows the log. A file offers no event for new lines that the standard library could wait for, hence looking."""
        with open(self.log, encoding="utf-8", errors="replace") as log:
            rest = ""
            while True:
                text = log.read()
                if text:
                    *lines, rest = (rest + text).split("\n")
                    for line in lines:
                        self.on_line(line)
                else:
                    if not self.online:
                        self.check_refusal()
                    await asyncio.sleep(tmux_screen.LOOK_SECONDS)

    def check_refusal(self):
        shown = self.screen.text()
        if TLS_REFUSED in shown:
            self.fail("tls", next(line.strip() for line in shown.splitlines() if TLS_REFUSED in line))
        elif LOGIN_FAILED in shown:
            self.fail("auth", LOGIN_FAILED)
        elif not self.screen.running():
            self.fail("connect", "profanity has ended")

    def on_line(self, line):
        if not (match := LOG_LINE.match(line)):
            return
        direction, text = match.groups()
        try:
            element = ElementTree.fromstring(text)
        except ElementTree.ParseError:
            return  # a stream header or footer
        if direction == "SENT":
            self.on_sent(element)
        else:
            self.on_received(element, text)

    def on_sent(self, element):
        if element.tag.endswith("}auth"):
            self.mechanism = element.get("mechanism")
            emit("authenticating", mechanism=self.mechanism)
        elif element.tag == "iq" and element.find("{urn:xmpp:ping}ping") is not None and element.get("type") == "get":
            self.ping = element.get("id")
        elif element.tag == "iq" and element.get("to") == self.domain and \
                element.find("{http://jabber.org/protocol/disco#info}query") is not None:
            self.disco = element.get("id")

    def on_received(self, element, text):
        sender, kind = element.get("from"), element.get("type")
        if element.tag == "message" and element.findtext("body") is not None and kind != "error":
            delay = element.find("{urn:xmpp:delay}delay")
            emit("message", **{"from": sender}, body=element.findtext("body"), id=element.get("id"),
                 delay=None if delay is None else delay.get("stamp"))
        elif element.tag == "presence":
            if kind == "subscribe":
                emit("subscribe", **{"from": sender})
            elif kind in (None, "unavailable"):
                if sender == self.jid and kind is None:
                    self.present = True
                    self.check_online()
                emit("presence", **{"from": sender}, type=kind or "available")
        elif element.tag == "iq":
            if kind in ("result", "error") and self.disco and element.get("id") == self.disco:
                self.disco = "answered"
                self.check_online()
            if kind in ("result", "error") and self.ping and element.get("id") == self.ping:
                self.ping = None
                emit("synced")
            for item in element.iter("{jabber:iq:roster}item"):
                emit("roster", jid=item.get("jid"), subscription=item.get("subscription", "none"), ask=item.get("ask"))
        elif element.tag == "{urn:xmpp:sm:3}resumed":
            emit("resumed", xml=text)

    def check_online(self):
        """Online is who has seen its own presence and knows what the server supports: /ping is refused before that."""
        if self.present and self.disco == "answered" and not self.online:
            self.online = True
            emit("online", jid=self.jid, mechanism=self.mechanism)

    async def do_send(self, to, body, id=None):
        # profanity chooses the stanza id itself.
        self.screen.type(f"/msg {to} {body}")

    async def do_subscribe(self, to):
        self.screen.type(f"/sub request {to}")

    async def do_approve(self, to):
        self.screen.type(f"/sub allow {to}")

    async def do_sync(self):
        self.screen.type("/ping")

    async def do_show(self, **wanted):
        contact = wanted["from"].split("/")[0]
        self.screen.type(f"/win {contact}")
        await self.screen.wait_for(wanted["body"])
        emit("shown", body=wanted["body"])

    async def do_freeze(self):
        self.relay.freeze()
        emit("frozen")

    async def do_cut(self):
        self.relay.cut()
        await self.screen.wait_for("Lost connection.")
        emit("offline")

    async def do_resume(self):
        self.relay.open()  # profanity tries again every second

    async def do_logout(self):
        self.screen.type("/disconnect")
        await self.screen.wait_for("logged out successfully")
        emit("offline")

    async def close(self):
        if self.watcher:
            self.watcher.cancel()
        if self.screen:
            self.screen.type("/quit")
            await self.screen.wait_for_end()
            self.screen.close()
        if self.relay:
            self.relay.close()
        if self.folder:
            if os.environ.get("NIGHTJAR_INTEROP_TRACE"):
                with open(self.log, encoding="utf-8", errors="replace") as log:
                    sys.stderr.write(log.read())
            shutil.rmtree(self.folder, ignore_errors=True)


if "--check" in sys.argv:
    if not tmux_screen.available() or not shutil.which("openssl"):
        sys.exit("tmux and openssl are needed")
    sys.exit(0 if shutil.which("profanity") else "profanity is not installed")
ProfanityDriver().run()
