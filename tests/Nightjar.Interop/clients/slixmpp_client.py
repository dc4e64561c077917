"""Drives slixmpp (Python). Commands and events: README.md."""
import logging
import os
import ssl
import sys

import slixmpp

from driver import Driver, Failure, emit

DELAY = "{urn:xmpp:delay}delay"


class Client(slixmpp.ClientXMPP):
    async def _pick_dns_answer(self, domain, port=None):
        # The address is given; the test domain must not be looked up anywhere.
        return None


class SlixmppDriver(Driver):
    client = refused = None
    expected_end = False

    async def do_login(self, jid, password, host, port, tls, ca, resource="slixmpp", register=False):
        client = self.client = Client(f"{jid}/{resource}", password)
        client.ca_certs = ca
        client.roster.auto_authorize = None
        client.roster.auto_subscribe = False
        for plugin in ("xep_0030", "xep_0199", "xep_0203"):
            client.register_plugin(plugin)
        # An acknowledgement is asked for after every stanza, so that a test can wait for it.
        client.register_plugin("xep_0198", {"window": 1})
        self.address, self.direct = (host, port), tls == "direct"
        if register:
            client.register_plugin("xep_0066")
            client.register_plugin("xep_0077")
            client.add_event_handler("register", self.on_register)
            # slixmpp 1.8 holds every IQ back until the session has started, its own registration IQ included.
            client._always_send_everything = True
        for name in ("session_start", "session_resumed", "message", "presence_subscribe", "presence_available",
                     "presence_unavailable", "roster_update", "stanza_acked", "disconnected", "failed_auth",
                     "failed_all_auth", "no_auth", "ssl_invalid_chain", "connection_failed", "stream_error",
                     "sm_failed"):
            client.add_event_handler(name, getattr(self, "on_" + name))
        self.connect()

    def connect(self):
        self.client.connect(self.address, use_ssl=self.direct, force_starttls=not self.direct,
                            disable_starttls=self.direct)

    async def do_send(self, to, body, id):
        message = self.client.make_message(mto=to, mbody=body, mtype="chat")
        message["id"] = id
        message.send()

    async def do_subscribe(self, to):
        self.client.send_presence_subscription(pto=to, ptype="subscribe")

    async def do_approve(self, to):
        self.client.send_presence_subscription(pto=to, ptype="subscribed")

    async def do_sync(self):
        await self.client["xep_0199"].send_ping(self.client.boundjid.host, timeout=20)
        emit("synced")

    async def do_freeze(self):
        self.client.transport.pause_reading()
        emit("frozen")

    async def do_cut(self):
        self.expected_end = True
        self.client.transport.abort()

    async def do_resume(self):
        self.connect()

    async def do_logout(self):
        self.expected_end = True
        await self.client.disconnect()

    async def close(self):
        if self.client and self.client.transport:
            self.expected_end = True
            await self.client.disconnect(wait=2.0)

    # What the library reports.

    async def on_register(self, _form):
        client = self.client
        request = client.Iq()
        request["type"] = "set"
        request["register"]["username"] = client.boundjid.user
        request["register"]["password"] = client.password
        try:
            await request.send(timeout=20)
            client._always_send_everything = False
            client["xep_0077"].create_account = False  # the next connection logs in
            emit("registered")
        except slixmpp.exceptions.XMPPError as error:
            self.fail("register", f"{error.condition}: {error.text}")

    async def on_session_start(self, _):
        client = self.client
        self.refused = None
        await client.get_roster()
        client.send_presence()
        emit("online", jid=str(client.boundjid), mechanism=client["feature_mechanisms"].mech.name,
             tls=client.socket.version(), sm="stream_management" in client.features)

    def on_session_resumed(self, resumed):
        self.refused = None
        emit("resumed", xml=str(resumed))

    def on_message(self, message):
        delay = message.xml.find(DELAY)
        emit("message", **{"from": str(message["from"])}, body=message["body"], id=message["id"],
             delay=None if delay is None else delay.get("stamp"))

    def on_presence_subscribe(self, presence):
        emit("subscribe", **{"from": presence["from"].bare})

    def on_presence_available(self, presence):
        emit("presence", **{"from": str(presence["from"])}, type="available")

    def on_presence_unavailable(self, presence):
        emit("presence", **{"from": str(presence["from"])}, type="unavailable")

    def on_roster_update(self, iq):
        for jid, item in iq["roster"]["items"].items():
            emit("roster", jid=str(jid), subscription=item["subscription"], ask=item["ask"] or None)

    def on_stanza_acked(self, stanza):
        if stanza.name == "message":
            emit("acked", id=stanza["id"])

    def on_disconnected(self, reason):
        emit("offline", reason=str(reason))
        if self.refused:
            self.fail("auth", self.refused)
        elif not self.expected_end:
            self.fail("connect", f"disconnected: {reason}")
        self.expected_end = False

    def on_failed_auth(self, failure):
        # Not the end: slixmpp 1.8 begins with -PLUS and tls-unique, which nobody can have under TLS 1.3, and goes on to
        # the next mechanism by itself. What the last one failed with is what counts.
        self.refused = failure["condition"]

    def on_failed_all_auth(self, _):
        self.fail("auth", self.refused)

    def on_no_auth(self, _):
        self.fail("auth", "no common mechanism")

    def on_ssl_invalid_chain(self, error):
        self.fail("tls", error)

    def on_connection_failed(self, error):
        self.fail("tls" if isinstance(error, ssl.SSLError) else "connect", error)

    def on_stream_error(self, error):
        # A server that has seen enough wrong attempts ends the stream.
        self.fail("auth" if self.refused else "stream", self.refused or error["condition"])

    def on_sm_failed(self, failed):
        self.fail("stream", f"stream management: {failed}")


if "--check" in sys.argv:
    print(slixmpp.__version__)
    sys.exit(0)
logging.basicConfig(level=logging.DEBUG if os.environ.get("NIGHTJAR_INTEROP_TRACE") else logging.WARNING,
                    stream=sys.stderr)
SlixmppDriver().run()
