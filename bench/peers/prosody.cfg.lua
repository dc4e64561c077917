-- Prosody at its best for the measurement. Names between @ are filled in by bench/Nightjar.Load.
daemonize = false
run_as_root = true -- a throw-away container has no other user
pidfile = "@FOLDER@/prosody.pid"
data_path = "@FOLDER@/data"

-- Prosody's own epoll loop; 'select' cannot hold ten thousand connections, libevent is slower.
network_backend = "epoll"
network_settings = {
	tcp_backlog = 4096; -- ten thousand clients may connect at once
	nagle = false; -- with it a log-in over TLS waits 40 ms for acknowledgements
	-- Writes at once instead of from the loop: measured as better for chat (two system calls fewer for a message) and
	-- worse for log-ins (more and smaller packets), so it is on for chat only.
	opportunistic_writes = @OPPORTUNISTIC@;
}

-- Lua 5.4's generational collector: short-lived stanzas are what it is made for.
gc = { mode = "generational" }

-- Errors only: a line for every connection would be counted as work.
log = { error = "*console" }
statistics = nil

-- Only what the scenarios use. No archive, no PEP, no limits (mod_limits is not loaded).
modules_enabled = {
	"roster"; "saslauth"; "tls"; "disco"; "carbons"; "smacks";
}
-- Federation and offline storage are loaded unless told otherwise; the admin socket has nothing to do here.
modules_disabled = { "s2s"; "offline"; "posix"; "admin_shell"; "c2s_limits" }

-- Keys stored ready for SCRAM. The generator writes the account files itself, in this format.
authentication = "internal_hashed"
password_hash = "@SCRAM@"
storage = "internal"
allow_registration = false

-- STARTTLS offered, not required: the plain scenarios use the same port.
c2s_require_encryption = false
interfaces = { "127.0.0.1" }
c2s_interfaces = { "127.0.0.1" }
c2s_ports = { @PORT@ }
c2s_direct_tls_ports = { @DIRECT_PORT@ }
c2s_stanza_size_limit = 262144
c2s_timeout = 300
http_ports = {}
https_ports = {}

-- The certificate and key that all measured servers use; TLS 1.3 only, like the others.
ssl = {
	certificate = "@CHAIN@";
	key = "@KEY@";
	protocol = "tlsv1_3";
}

-- XEP-0198: asks for an acknowledgement after 16 stanzas instead of each one, as seldom as Nightjar does.
smacks_max_unacked_stanzas = 16

VirtualHost "@DOMAIN@"
