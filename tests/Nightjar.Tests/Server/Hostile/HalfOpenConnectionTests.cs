using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using Nightjar.Testing.Clients;
using Nightjar.Tests.Program.Commands;

namespace Nightjar.Tests.Server.Hostile;

/// <summary>Connections by the thousand that never log in, over real sockets against the real program (P28).</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed partial class HalfOpenConnectionTests
{
    private const int Attackers = 5_000;

    /// <summary>Default limit of connections from one address that have not logged in.</summary>
    private const int PerAddress = 50;

    /// <summary>What a stranger may cost at most, and what somebody who has logged in may (P27): no attack is cheaper than a log-in.</summary>
    private const int KibibytesEach = 25;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(120); // A busy build machine; quiet ones need ten.

    private static readonly byte[][] s_beginnings =
    [
        [],
        Encoding.UTF8.GetBytes("<?xml version='1.0'?><stream:stream to='local"),
        Encoding.UTF8.GetBytes(Header + "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='SCRAM-SHA-1'>" + new string('A', 4_000)),
        Encoding.UTF8.GetBytes(Header + "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"),
    ];

    private const string Header = "<stream:stream to='localhost' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";

    [Fact]
    public async Task Five_thousand_from_many_addresses_cost_little_and_others_log_in_meanwhile()
    {
        using var program = new NightjarProcess($"limits: {{unauthenticated_connections: {Attackers + 100}, negotiation_timeout: 10m, handshake_timeout: 2m}}");
        await StartAsync(program);
        await LogInAsync(program);
        long before = MemoryOf(program);
        List<Socket> attackers = await AttackAsync(program, i => new IPAddress([127, 1, 0, (byte)(1 + (i / PerAddress))]));
        try
        {
            await LogInAsync(program);
            long each = (MemoryOf(program) - before) / Attackers;

            Assert.All(attackers, IsOpen);
            Assert.True(each <= KibibytesEach, $"{each} KiB for each of them");
        }
        finally
        {
            attackers.ForEach(a => a.Dispose());
        }

        await LogInAsync(program);
        Assert.Equal(0, await program.StopAsync());
    }

    [Fact]
    public async Task Five_thousand_from_one_address_are_refused_but_for_a_few_and_others_log_in_meanwhile()
    {
        using var program = new NightjarProcess();
        await StartAsync(program);
        List<Socket> attackers = await AttackAsync(program, _ => new IPAddress([127, 1, 0, 1]));
        try
        {
            await LogInAsync(program);

            Assert.InRange(attackers.Count(a => !HasEnded(a)), 1, PerAddress);
        }
        finally
        {
            attackers.ForEach(a => a.Dispose());
        }

        Assert.Equal(0, await program.StopAsync());
    }

    private static async Task StartAsync(NightjarProcess program)
    {
        Assert.Equal(0, (await program.RunAsync("account add romeo@localhost", "wherefore art thou\n")).Code);
        await program.StartAsync();
    }

    private static async Task LogInAsync(NightjarProcess program)
    {
        using var patience = new CancellationTokenSource(s_patience);
        using X509Certificate2 authority = X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(AuthorityLine().Match(program.Banner).Value.Trim(), patience.Token));
        await using var romeo = new TestClient(await SocketTransport.ConnectAsync(PortOf(program), authority, patience.Token), "localhost", "Romeo");
        await romeo.LogInAsync("romeo", "wherefore art thou");
        await romeo.ExpectNothingAsync();
        await romeo.CloseAsync();
    }

    private static async Task<List<Socket>> AttackAsync(NightjarProcess program, Func<int, IPAddress> addressOf)
    {
        var server = new IPEndPoint(IPAddress.Loopback, PortOf(program));
        using var patience = new CancellationTokenSource(s_patience);
        var attackers = new List<Socket>(Attackers);
        for (int i = 0; i < Attackers; i++)
        {
            var attacker = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            attackers.Add(attacker);
            attacker.Bind(new IPEndPoint(addressOf(i), 0));
            await attacker.ConnectAsync(server, patience.Token);
            try
            {
                await attacker.SendAsync(s_beginnings[i % s_beginnings.Length], patience.Token);
            }
            catch (SocketException)
            {
                // Refused already.
            }
        }

        return attackers;
    }

    private static void IsOpen(Socket attacker) => Assert.False(HasEnded(attacker));

    /// <summary>Whether the server has ended it; what it has sent before is read.</summary>
    private static bool HasEnded(Socket attacker)
    {
        byte[] buffer = new byte[4_096];
        try
        {
            while (attacker.Poll(0, SelectMode.SelectRead))
            {
                if (attacker.Receive(buffer) == 0)
                {
                    return true;
                }
            }

            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    /// <summary>Resident memory in KiB.</summary>
    private static long MemoryOf(NightjarProcess program)
    {
        string line = File.ReadLines($"/proc/{program.Server!.Id}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^2], CultureInfo.InvariantCulture);
    }

    private static int PortOf(NightjarProcess program) => int.Parse(ListenerLine().Match(program.Banner).Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"127\.0\.0\.1:(\d+) \(STARTTLS\)")]
    private static partial Regex ListenerLine();

    [GeneratedRegex(@"^  /.*\.pem$", RegexOptions.Multiline)]
    private static partial Regex AuthorityLine();
}
