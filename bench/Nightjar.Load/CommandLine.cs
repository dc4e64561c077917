using System.CommandLine;
using Nightjar.Load.Scenarios;

namespace Nightjar.Load;

/// <summary>The command line and its help, which is also the definition of what is measured.</summary>
internal static class CommandLine
{
    const string Definition = """
        Runs the same scenarios against several XMPP servers on loopback, in turn, round by round, and prints one table
        with the medians and the ratio of the better peer to Nightjar. Every run starts the server afresh on one core;
        the generator has another. Server CPU is user + system time of its process and all children.

        login         connect, SCRAM, bind, leave; no TLS. CPU per log-in, leaving included. At a fixed rate.
        login-tls     the same over STARTTLS, TLS 1.3, full handshake, certificate checked.
        login-resume  TLS 1.3 resumption, then SASL2 + Bind 2 with a FAST token; servers without it: as login-tls.
        idle          clients log in, send presence, fall silent. Memory (PSS) above the empty server, per connection;
                      "empty" is after a hundred log-ins, and the same quiet time comes before both samples.
        idle-tls      the same over TLS.
        chat          pairs write to each other: messages of 350 bytes with id, body, chat state and receipt request (not
                      answered), to the other's full JID, Poisson arrivals at a total rate, pairs and directions in turn.
                      CPU per message delivered, in the steady state after warming up. Latency from the moment it was due.
        chat-tls      the same over TLS.
        chat-sm       the same with XEP-0198 (resumable) on every connection: each client asks for an acknowledgement
                      after every N of its messages and answers the server's requests at once.
        chat-carbons  the same with two devices for each account, both with XEP-0280 on: one message is three deliveries
                      (addressee, carbon to its other device, carbon to the sender's other device). CPU per message.

        Everything sent must be received exactly once by each device that is due it; otherwise the run is invalid.
        """;

    public static RootCommand Create(Func<LoadOptions, int> run)
    {
        var servers = List("--servers", "Servers to measure.", "nightjar", "ejabberd", "prosody");
        var scenarios = List("--scenarios", "Scenarios to run.", ScenarioCatalogue.Names);
        var rounds = Number("--rounds", "Rounds; each runs every scenario against every server.", 3);
        var seconds = Number("--seconds", "Length of the measured window.", 15);
        var warmUp = Number("--warmup", "Seconds of the same load before the window.", 8);
        var settle = Number("--settle", "Seconds of quiet before memory is read.", 15);
        var pairs = Number("--pairs", "Chat: pairs of accounts.", 500);
        var rate = Number("--rate", "Chat: messages per second in all.", 4000);
        var carbonsRate = Number("--carbons-rate", "The same for chat-carbons, where a message is three.", 2000);
        var loginRate = Number("--login-rate", "Log-ins per second without TLS.", 200);
        var loginTlsRate = Number("--login-tls-rate", "Log-ins per second with TLS.", 120);
        var connections = Number("--connections", "Idle: connections.", 10_000);
        var ackEvery = Number("--ack-every", "chat-sm: messages between two requests of a client.", 10);
        var closedLoop = new Option<int>("--closed-loop") { Description = "Chat: keep this many messages of each account in flight and measure the rate; 0: off." };
        var bare = Switch("--to-bare", "Chat: write to bare JIDs; both devices are then addressed.");
        var direct = Switch("--direct-tls", "TLS from the first byte instead of STARTTLS.");
        var rsa = Switch("--rsa", "RSA-2048 certificate instead of ECDSA P-256.");
        var sha256 = Switch("--sha256", "SCRAM-SHA-256 instead of SCRAM-SHA-1.");
        var noPin = Switch("--no-pin", "Do not give server and generator a core each.");
        var nightjar = new Option<string?>("--nightjar") { Description = "Folder of the published program; default: publish this repository's." };
        var attach = new Option<string?>("--attach") { Description = "host:port of a server that runs already; measured instead of --servers." };
        var pid = new Option<int>("--pid") { Description = "Its process." };
        var accounts = new Option<string?>("--accounts") { Description = "Its accounts: a file with 'jid password' lines, one domain." };
        var authority = new Option<string?>("--ca") { Description = "The authority of its certificate (PEM)." };

        var command = new Command("run", Definition)
        {
            servers, scenarios, rounds, seconds, warmUp, settle, pairs, rate, carbonsRate, loginRate, loginTlsRate, connections,
            ackEvery, closedLoop, bare, direct, rsa, sha256, noPin, nightjar, attach, pid, accounts, authority,
        };
        command.SetAction(result => run(new()
        {
            Servers = result.GetValue(servers)!,
            Scenarios = result.GetValue(scenarios)!,
            Rounds = result.GetValue(rounds),
            Seconds = result.GetValue(seconds),
            WarmUp = result.GetValue(warmUp),
            Settle = result.GetValue(settle),
            Pairs = result.GetValue(pairs),
            Rate = result.GetValue(rate),
            CarbonsRate = result.GetValue(carbonsRate),
            LoginRate = result.GetValue(loginRate),
            LoginTlsRate = result.GetValue(loginTlsRate),
            Connections = result.GetValue(connections),
            AckEvery = result.GetValue(ackEvery),
            ClosedLoop = result.GetValue(closedLoop),
            ToBare = result.GetValue(bare),
            DirectTls = result.GetValue(direct),
            Rsa = result.GetValue(rsa),
            Sha256 = result.GetValue(sha256),
            Pin = !result.GetValue(noPin) && result.GetValue(attach) is null && Environment.ProcessorCount >= 2,
            NightjarFolder = result.GetValue(nightjar),
            Attach = result.GetValue(attach),
            Pid = result.GetValue(pid),
            AccountsFile = result.GetValue(accounts),
            AuthorityFile = result.GetValue(authority),
        }));
        return new RootCommand("Load generator for XMPP servers.") { command };
    }

    static Option<string[]> List(string name, string description, params string[] all)
    {
        var option = new Option<string[]>(name)
        {
            Description = $"{description} Comma-separated: {string.Join(',', all)}.",
            DefaultValueFactory = _ => all,
            CustomParser = result => result.Tokens[0].Value.Split(','),
        };
        option.Validators.Add(result =>
        {
            foreach (var unknown in result.Tokens.SelectMany(token => token.Value.Split(',')).Except(all))
            {
                result.AddError($"{name}: '{unknown}' is none of {string.Join(", ", all)}.");
            }
        });
        return option;
    }

    static Option<int> Number(string name, string description, int value)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => value };
        option.Validators.Add(result =>
        {
            // Everything that is counted here is bounded: a wrong figure must not fill the machine.
            if (result.GetValueOrDefault<int>() is < 0 or > 1_000_000)
            {
                result.AddError($"{name}: from 0 to 1000000.");
            }
        });
        return option;
    }

    static Option<bool> Switch(string name, string description) => new(name) { Description = description };
}
