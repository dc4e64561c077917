// Drives @xmpp/client (JavaScript). Commands and events: ../README.md.
import dns from "node:dns";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import tls from "node:tls";
import { webcrypto } from "node:crypto";

globalThis.crypto ??= webcrypto; // Node 18 has it, but not as a global

// Longer than any test waits, so that the test reports first.
const LIFETIME_MS = 150_000;

const emit = (event, fields = {}) => process.stdout.write(JSON.stringify({ event, ...fields }) + "\n");

process.stdout.on("error", () => {}); // the test has ended; so does this driver, by the end of its standard input

let failed = false;
function exit(code, reason) {
  process.stdout.write(JSON.stringify({ event: "exit", code, reason }) + "\n", () => process.exit(code));
}
function fail(kind, reason) {
  if (failed) return;
  failed = true;
  emit("error", { kind, reason: String(reason) });
  exit(1, String(reason));
}
setTimeout(() => fail("driver", `the driver lived longer than ${LIFETIME_MS} ms`), LIFETIME_MS).unref();

const { client, xml } = await import("@xmpp/client");

const TLS_ERRORS = /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL/;
let xmpp, options, token, mechanism;

function build(account) {
  options = account;
  const { jid, password, host, port, ca, resource = "xmppjs" } = account;
  const [username, domain] = jid.split("@");

  // Only the test CA is trusted, and the test domain resolves to the server under test without any look-up elsewhere.
  const connect = tls.connect;
  tls.connect = (parameters) => connect({ ...parameters, ca: readFileSync(ca) });
  dns.lookup = (name, lookupOptions, callback) =>
    lookupOptions.all ? callback(null, [{ address: host, family: 4 }]) : callback(null, host, 4);

  const scheme = account.tls === "direct" ? "xmpps" : "xmpp";
  xmpp = client({
    service: `${scheme}://${domain}:${port}`,
    domain,
    resource,
    username,
    password,
    timeout: 20_000, // of each negotiation step; the library's own 2 s are too short for a machine that builds besides
  });
  xmpp.reconnect.stop(); // connecting again is a command of the test
  xmpp.fast.saveToken = async (value) => {
    token = value;
    emit("token", { mechanism: value?.mechanism });
  };
  xmpp.fast.fetchToken = async () => token;

  xmpp.on("send", (element) => {
    if (element.is("auth") || element.is("authenticate")) {
      mechanism = element.attrs.mechanism;
      emit("authenticating", { mechanism, sasl2: element.is("authenticate") });
    }
  });
  xmpp.on("nonza", (element) => {
    const resumed = element.is("resumed") ? element : element.is("success") && element.getChild("resumed");
    if (resumed) emit("resumed", { xml: resumed.toString() });
  });
  if (process.env.NIGHTJAR_INTEROP_TRACE) {
    xmpp.on("element", (element) => console.error(`RECV ${element}`));
    xmpp.on("send", (element) => console.error(`SENT ${element}`));
  }
  xmpp.on("stanza", onStanza);
  xmpp.on("online", (address) => started(address).catch((error) => fail("stream", error)));
  xmpp.on("disconnect", () => emit("offline"));
  xmpp.on("error", onError);
  xmpp.streamManagement.on("ack", (stanza) => stanza.is("message") && emit("acked", { id: stanza.attrs.id }));
}

// Not the library's own iqCaller: version 0.14 keeps the answers it takes from its stream management, which then counts
// and acknowledges too few stanzas (XEP-0198 §4), so that any server has to deliver the last messages again.
const answers = new Map();
function request(attributes, payload) {
  const id = webcrypto.randomUUID();
  return new Promise((resolve, reject) => {
    answers.set(id, resolve);
    xmpp.send(xml("iq", { ...attributes, type: "get", id }, payload)).catch(reject);
  });
}

async function started(address) {
  const result = await request({}, xml("query", "jabber:iq:roster"));
  reportRoster(result.getChild("query"));
  await xmpp.send(xml("presence"));
  emit("online", {
    jid: address.toString(),
    mechanism,
    tls: xmpp.socket.socket?.getProtocol?.() ?? null,
  });
}

function onStanza(stanza) {
  const { from, type, id } = stanza.attrs;
  if (stanza.is("iq") && answers.has(id)) {
    answers.get(id)(stanza);
    answers.delete(id);
  }
  if (stanza.is("message") && stanza.getChild("body")) {
    const delay = stanza.getChild("delay", "urn:xmpp:delay")?.attrs.stamp ?? null;
    emit("message", { from, body: stanza.getChildText("body"), id, delay });
  } else if (stanza.is("presence")) {
    if (type === "subscribe") emit("subscribe", { from });
    else if (!type || type === "unavailable") emit("presence", { from, type: type ?? "available" });
  } else if (stanza.is("iq") && type === "set" && stanza.getChild("query", "jabber:iq:roster")) {
    reportRoster(stanza.getChild("query"));
  }
}

function reportRoster(query) {
  for (const { attrs } of query?.getChildren("item") ?? []) {
    emit("roster", { jid: attrs.jid, subscription: attrs.subscription ?? "none", ask: attrs.ask ?? null });
  }
}

function onError(error) {
  if (TLS_ERRORS.test(error.code ?? "")) fail("tls", `${error.code}: ${error.message}`);
  else if (error.name === "SASLError") fail("auth", error.condition ?? error.message);
  else fail(error.code ? "connect" : "stream", error.stack);
}

const commands = {
  async login(account) {
    build(account);
    // Errors arrive through the "error" event as well; what does not is reported here.
    xmpp.start().catch((error) => onError(error));
  },
  async send({ to, body, id }) {
    await xmpp.send(xml("message", { to, type: "chat", id }, xml("body", {}, body)));
  },
  async subscribe({ to }) {
    await xmpp.send(xml("presence", { to, type: "subscribe" }));
  },
  async approve({ to }) {
    await xmpp.send(xml("presence", { to, type: "subscribed" }));
  },
  async sync() {
    await request({ to: options.jid.split("@")[1] }, xml("ping", "urn:xmpp:ping"));
    emit("synced");
  },
  async freeze() {
    xmpp.socket.socket.pause();
    emit("frozen");
  },
  async cut() {
    xmpp.socket.socket.destroy();
  },
  async resume() {
    xmpp.reconnect.reconnect().catch((error) => onError(error));
  },
  async restart() {
    // A new session of the same client: what it remembers (a token) it may use.
    xmpp.start().catch((error) => onError(error));
  },
  async logout() {
    await xmpp.stop();
  },
};

if (process.argv.includes("--check")) {
  console.log(process.version);
  process.exit(0);
}

// One command after the other, in the order of the lines.
for await (const line of createInterface({ input: process.stdin })) {
  const { command, ...fields } = JSON.parse(line);
  if (command === "quit") break;
  if (!commands[command]) {
    fail("driver", `this client has no command '${command}'`);
    break;
  }
  try {
    await commands[command](fields);
  } catch (error) {
    onError(error);
  }
}
if (!failed) {
  failed = true; // what the closing itself reports is no failure
  if (xmpp?.status === "online") await xmpp.stop().catch(() => {});
  exit(0, "quit");
}
