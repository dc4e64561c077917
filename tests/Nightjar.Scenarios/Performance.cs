using System.Globalization;
using System.Text.RegularExpressions;
using Nightjar.Scenarios.Script;
using Nightjar.Scenarios.Worlds;
using Nightjar.Server.Configuration;
using Nightjar.Testing;
using Nightjar.Testing.Clients;

namespace Nightjar.Scenarios;

/// <summary>Plays one transcript in a world; fails at the first line that does not come true.</summary>
internal sealed partial class Performance(Transcript transcript, IWorld world)
{
    private readonly Dictionary<Actor, Role> _roles = [];
    private readonly Dictionary<string, string> _captures = [];

    private bool PresenceMatters => transcript.Settings.Contains("presence matters");

    public async Task PlayAsync()
    {
        foreach (Step step in transcript.Steps)
        {
            try
            {
                await PlayAsync(step);
            }
            catch (Exception e) when (e is ExpectationException or InvalidOperationException or IOException)
            {
                throw new ExpectationException($"{transcript.Name}, {step}\n{e.Message}");
            }
        }

        // What nobody has asked for must not have been sent either.
        foreach (Role role in _roles.Values.Where(r => r.IsBound))
        {
            await role.ReceiveNothingAsync(PresenceMatters);
        }

        foreach (Role role in _roles.Values.Where(r => r.IsConnected))
        {
            await role.Client.DisposeAsync();
        }
    }

    private Task PlayAsync(Step step) => step.Actor is { } actor ? ActAsync(RoleOf(actor), step) : HappenAsync(step);

    private Role RoleOf(Actor actor)
    {
        if (!_roles.TryGetValue(actor, out Role? role))
        {
            _roles.Add(actor, role = new Role(actor));
        }

        return role;
    }

    private async Task HappenAsync(Step step)
    {
        if (step.Verb == "the server restarts")
        {
            await SettleAsync();
            await world.RestartAsync();
            foreach (Role role in _roles.Values)
            {
                role.IsBound = false;
            }
        }
        else if (TimePasses().Match(step.Verb) is { Success: true } time)
        {
            int amount = int.Parse(time.Groups[1].Value, CultureInfo.InvariantCulture);
            await world.AdvanceAsync(time.Groups[2].Value switch
            {
                "second" => TimeSpan.FromSeconds(amount),
                "minute" => TimeSpan.FromMinutes(amount),
                "hour" => TimeSpan.FromHours(amount),
                _ => TimeSpan.FromDays(amount),
            });
        }
        else
        {
            throw new InvalidOperationException("Nobody knows what this line means.");
        }
    }

    private async Task ActAsync(Role role, Step step)
    {
        switch (step.Verb)
        {
            case "has an account":
                break;
            case "connects":
                await ConnectAsync(role, ListenerKind.StartTls);
                await role.LogInAsync();
                break;
            case "connects over direct TLS":
                await ConnectAsync(role, ListenerKind.DirectTls);
                await role.Client.HandshakeAsync();
                await role.LogInAsync();
                break;
            case "opens a connection":
                await ConnectAsync(role, ListenerKind.StartTls);
                break;
            case "opens a stream":
                await role.Client.OpenStreamAsync();
                break;
            case "secures the stream":
                await role.Client.StartTlsAsync();
                break;
            case "performs the TLS handshake":
                await role.Client.HandshakeAsync();
                break;
            case "authenticates":
                await role.Client.AuthenticateAsync(role.Actor.Localpart, TestServer.Password);
                break;
            case "reads the features":
                await role.Client.ExpectFeaturesAsync();
                break;
            case "disconnects":
                role.IsBound = false;
                await role.Client.CloseAsync();
                break;
            case "connection breaks":
                await BreakAsync(role);
                break;
            case "is disconnected":
                role.IsBound = false;
                await role.Client.ExpectEndAsync();
                break;
            case "becomes available":
                await role.BecomeAvailableAsync();
                break;
            case "enables stream management":
                _captures[role.ResumptionKey] = await role.EnableManagementAsync() ?? "none";
                break;
            case "resumes":
                await ResumeAsync(role);
                break;
            case "sends":
                await role.Client.SendAsync(Placeholders.Fill(Localized(step.Block), _captures));
                break;
            case "receives":
                await role.ReceiveAsync(Localized(step.Block), PresenceMatters);
                break;
            case "receives in any order":
                await role.ReceiveUnorderedAsync(Localized(step.Block), PresenceMatters);
                break;
            case "receives a stream header":
                await role.Client.ExpectHeaderAsync();
                break;
            case "receives nothing":
                await SettleAsync();
                await role.ReceiveNothingAsync(PresenceMatters);
                break;
            case var verb when Acknowledged().Match(verb) is { Success: true } count:
                await role.WaitUntilHandledAsync(count.Groups[1].Value);
                break;
            case var verb when verb.StartsWith("connects as ", StringComparison.Ordinal):
                await ConnectAsync(role, ListenerKind.StartTls);
                await role.LogInAsync(verb["connects as ".Length..]);
                break;
            case var verb when StreamError().Match(verb) is { Success: true } error:
                role.IsBound = false;
                await role.ReceiveStreamErrorAsync(error.Groups[1].Value);
                break;
            default:
                throw new InvalidOperationException("Nobody knows what this line means.");
        }
    }

    private async Task ConnectAsync(Role role, ListenerKind kind)
    {
        if (role.IsConnected)
        {
            await role.Client.DisposeAsync();
        }

        role.Client = await world.ConnectAsync(kind, role.Actor.Name);
        role.Client.Captures = _captures;
    }

    private async Task BreakAsync(Role role)
    {
        role.IsBound = false;
        role.Client.Break();
        await world.SettleAsync();
    }

    private async Task ResumeAsync(Role role)
    {
        uint handled = role.Client.StanzasReceived;
        await ConnectAsync(role, ListenerKind.StartTls);
        await role.Client.NegotiateAsync(role.Actor.Localpart, TestServer.Password);
        string id = _captures[role.ResumptionKey];
        await role.Client.SendAsync($"<resume xmlns='urn:xmpp:sm:3' previd='{id}' h='{handled}'/>");
        await role.Client.ExpectAsync($"<resumed xmlns='urn:xmpp:sm:3' previd='{id}' h='{{any}}'/>");
        role.Client.ResetCount(handled);
        role.IsBound = true;
    }

    /// <summary>Everybody who is logged in asks the server something: behind the answers nothing older can stand.</summary>
    private async Task SettleAsync()
    {
        // Several times, for what one person's stanza makes the server write, and write for another, before it sends to a third.
        for (int round = 0; round < world.SettlingRounds; round++)
        {
            await world.SettleAsync();
            foreach (Role role in _roles.Values.Where(r => r.IsBound))
            {
                await role.Client.PeekAsync(afterCommit: world.WritesToDisk);
            }
        }

        await world.SettleAsync();
    }

    private string Localized(string text) =>
        world.Domain == "localhost" ? text : LocalhostWord().Replace(text, world.Domain);

    [GeneratedRegex(@"^time passes (\d+) (second|minute|hour|day)s?$")]
    private static partial Regex TimePasses();

    [GeneratedRegex(@"^receives the stream error ([a-z-]+)$")]
    private static partial Regex StreamError();

    [GeneratedRegex(@"^is acknowledged (\d+) stanzas?$")]
    private static partial Regex Acknowledged();

    [GeneratedRegex(@"\blocalhost\b")]
    private static partial Regex LocalhostWord();
}
