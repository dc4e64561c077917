using Nightjar.Server.Configuration;
using Nightjar.Testing.Clients;

namespace Nightjar.Scenarios.Worlds;

/// <summary>A domain of a running program.</summary>
/// <param name="program">The program.</param>
/// <param name="domain">The domain.</param>
/// <param name="owned">The program ends with this world.</param>
internal sealed class ProgramWorld(ProgramServer program, string domain, bool owned) : IWorld
{
    public string Domain => domain;

    public bool WritesToDisk => true;

    public int SettlingRounds => 3;

    public Task<TestClient> ConnectAsync(ListenerKind kind, string name) => program.ConnectAsync(kind, domain, name);

    // The answers to pings that the runner sends are all that can be waited for from outside.
    public Task SettleAsync() => Task.CompletedTask;

    public Task AdvanceAsync(TimeSpan by) => throw new NotSupportedException("Time cannot be moved in another process.");

    public Task RestartAsync() => program.RestartAsync();

    public ValueTask DisposeAsync() => owned ? program.DisposeAsync() : ValueTask.CompletedTask;
}
