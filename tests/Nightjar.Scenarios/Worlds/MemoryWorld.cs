using Nightjar.Hosting;
using Nightjar.Scenarios.Script;
using Nightjar.Server.Configuration;
using Nightjar.Testing;
using Nightjar.Testing.Clients;

namespace Nightjar.Scenarios.Worlds;

/// <summary>A server of its own in memory.</summary>
internal sealed class MemoryWorld(TestServer server) : IWorld
{
    public string Domain => server.Domain;

    public bool WritesToDisk => false;

    public int SettlingRounds => 1;

    public static async Task<MemoryWorld> CreateAsync(Transcript transcript)
    {
        NightjarOptions defaults = TestServer.DefaultOptions;
        DomainOptions domain = defaults.Domains[0] with { Archive = !transcript.Settings.Contains("archive off") };
        if (transcript.Settings.Contains("registration closed"))
        {
            domain = domain with { Registration = domain.Registration with { Mode = RegistrationMode.Closed } };
        }

        TestServer server = await TestServer.StartAsync(defaults with { Domains = [domain] }, Composition.Extensions());
        foreach (string person in transcript.People)
        {
            await server.AddAccountAsync(person);
        }

        return new MemoryWorld(server);
    }

    public Task<TestClient> ConnectAsync(ListenerKind kind, string name)
    {
        TestClient client = server.Connect(kind);
        client.Name = name;
        return Task.FromResult(client);
    }

    public Task SettleAsync() => server.IdleAsync();

    public Task AdvanceAsync(TimeSpan by) => server.AdvanceAsync(by);

    public Task RestartAsync() => server.RestartAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
