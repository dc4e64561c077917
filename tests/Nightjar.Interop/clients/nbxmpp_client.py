"""Drives nbxmpp (Python, GLib), the protocol library of Gajim. Commands and events: README.md.

The library runs on GLib's loop in a thread of its own, the driver on asyncio's; everything crosses between the two as a
call posted to the other loop. The network is lost through the relay. Accounts are added by the operator.
"""
import asyncio
import logging
import os
import re
import sys
import threading

import gi

gi.require_version("Soup", "3.0")
from gi.repository import Gio, GLib  # noqa: E402  (the version has to be chosen first)
from nbxmpp.client import Client  # noqa: E402
from nbxmpp.const import ConnectionProtocol, ConnectionType, StreamError, StreamState  # noqa: E402
from nbxmpp.namespaces import Namespace  # noqa: E402
from nbxmpp.protocol import JID, Message, Presence  # noqa: E402
from nbxmpp.structs import StanzaHandler  # noqa: E402

from driver import Driver, Failure, emit  # noqa: E402
from relay import Relay  # noqa: E402

MECHANISM = re.compile(r"""<(?:auth|authenticate)\b[^>]*\bmechanism=["']([^"']+)""")
RESUMED = re.compile(r"<resumed\b[^>]*>")


class NbxmppDriver(Driver):
    client = relay = mechanism = resumed = None
    expected_end = False

    async def do_login(self, jid, password, host, port, tls, ca, resource="nbxmpp", register=False):
        if register:
            raise Failure("register", "this driver does not register")
        # Only this authority is trusted; GLib's TLS takes its default database from the process.
        Gio.TlsBackend.get_default().set_default_database(Gio.TlsFileDatabase.new(ca))
        self.loop = asyncio.get_running_loop()
        self.relay = Relay(host, port)
        relay_port = await self.relay.start()
        threading.Thread(target=GLib.MainLoop().run, daemon=True).start()
        self.on_glib(self.login, jid, password, relay_port, tls == "direct", resource)

    @staticmethod
    def on_glib(function, *arguments):
        def once():
            function(*arguments)
            return GLib.SOURCE_REMOVE
        GLib.idle_add(once)

    def report(self, event, **fields):
        self.loop.call_soon_threadsafe(lambda: emit(event, **fields))

    def give_up(self, kind, reason):
        self.loop.call_soon_threadsafe(self.fail, kind, reason)

    # On GLib's thread.

    def login(self, jid, password, port, direct, resource):
        client = self.client = Client(log_context="interop")
        client.set_username(jid.split("@")[0])
        client.set_domain(jid.split("@")[1])
        client.set_resource(resource)
        client.set_password(password)
        client.set_mechs(["SCRAM-SHA-512", "SCRAM-SHA-256", "SCRAM-SHA-1"])
        client.set_custom_host(f"127.0.0.1:{port}", ConnectionProtocol.TCP,
                               ConnectionType.DIRECT_TLS if direct else ConnectionType.START_TLS)
        for signal, handler in (("connected", self.on_connected), ("resume-successful", self.on_resumed),
                                ("resume-failed", self.on_resume_failed), ("disconnected", self.on_disconnected),
                                ("connection-failed", self.on_connection_failed),
                                ("stanza-received", self.on_stanza_received), ("stanza-sent", self.on_stanza_sent)):
            client.subscribe(signal, handler)
        client.register_handler(StanzaHandler(name="message", callback=self.on_message))
        client.register_handler(StanzaHandler(name="presence", callback=self.on_presence))
        client.register_handler(StanzaHandler(name="iq", callback=self.on_roster_push, typ="set", ns=Namespace.ROSTER))
        client.connect()

    def on_connected(self, *_):
        self.client.get_module("Roster").request_roster(callback=self.on_roster)

    def on_roster(self, task):
        for item in task.finish().items or []:
            self.report_item(item)
        self.client.send_stanza(Presence())
        self.report("online", jid=str(self.client.get_bound_jid()), mechanism=self.mechanism)

    def on_roster_push(self, _client, _stanza, properties):
        self.report_item(properties.roster.item)

    def report_item(self, item):
        self.report("roster", jid=str(item.jid), subscription=item.subscription or "none", ask=item.ask)

    def on_message(self, _client, stanza, _properties):
        if (body := stanza.getBody()) and stanza.getType() != "error":
            delay = stanza.getTag("delay", namespace="urn:xmpp:delay")
            self.report("message", **{"from": str(stanza.getFrom())}, body=body, id=stanza.getID(),
                        delay=delay.getAttr("stamp") if delay else None)

    def on_presence(self, _client, stanza, _properties):
        kind, sender = stanza.getType(), str(stanza.getFrom())
        if kind == "subscribe":
            self.report("subscribe", **{"from": sender})
        elif kind in (None, "unavailable"):
            self.report("presence", **{"from": sender}, type=kind or "available")

    def on_pong(self, _task):
        self.report("synced")

    def on_stanza_received(self, _client, _signal, data):
        if match := RESUMED.search(str(data)):
            self.resumed = match.group(0)

    def on_stanza_sent(self, _client, _signal, data):
        if match := MECHANISM.search(str(data)):
            self.mechanism = match.group(1)
            self.report("authenticating", mechanism=self.mechanism)

    def on_resumed(self, *_):
        self.report("resumed", xml=self.resumed)

    def on_resume_failed(self, *_):
        self.give_up("stream", "the session was not resumed")

    def on_disconnected(self, *_):
        self.report("offline")
        domain, error, text = self.client.get_error()
        if not self.expected_end:
            kind = {StreamError.BAD_CERTIFICATE: "tls", StreamError.TLS: "tls", StreamError.SASL: "auth"}.get(domain, "stream")
            self.give_up(kind, f"{error}: {text}")
        self.expected_end = False

    def on_connection_failed(self, *_):
        self.give_up("connect", self.client.get_error())

    # Commands.

    async def do_send(self, to, body, id):
        message = Message(to=to, body=body, typ="chat")
        message.setID(id)
        self.on_glib(self.client.send_stanza, message)

    async def do_subscribe(self, to):
        self.on_glib(self.client.send_stanza, Presence(to=to, typ="subscribe"))

    async def do_approve(self, to):
        self.on_glib(self.client.send_stanza, Presence(to=to, typ="subscribed"))

    async def do_sync(self):
        # The library keeps only a weak reference to a callback, hence a method instead of a lambda.
        self.on_glib(lambda: self.client.get_module("Ping").ping(
            JID.from_string(self.client.domain), callback=self.on_pong))

    async def do_freeze(self):
        self.relay.freeze()
        emit("frozen")

    async def do_cut(self):
        self.expected_end = True
        self.relay.cut()

    async def do_resume(self):
        self.relay.open()
        self.on_glib(self.client.connect)

    async def do_logout(self):
        self.expected_end = True
        self.on_glib(self.client.disconnect)

    async def close(self):
        if self.client and self.client.state == StreamState.ACTIVE:
            ended = asyncio.Event()
            self.expected_end = True
            self.on_glib(lambda: (
                self.client.subscribe("disconnected", lambda *_: self.loop.call_soon_threadsafe(ended.set)),
                self.client.disconnect()))
            await ended.wait()
        if self.relay:
            self.relay.close()


if "--check" in sys.argv:
    # Without a TLS backend GLib has only a placeholder that cannot verify anything.
    sys.exit(0 if Gio.TlsBackend.get_default().supports_tls() else "glib-networking is not installed")
logging.basicConfig(level=logging.INFO if os.environ.get("NIGHTJAR_INTEROP_TRACE") else logging.ERROR, stream=sys.stderr)
NbxmppDriver().run()
