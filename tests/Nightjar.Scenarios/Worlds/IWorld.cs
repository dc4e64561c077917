using Nightjar.Server.Configuration;
using Nightjar.Testing.Clients;

namespace Nightjar.Scenarios.Worlds;

/// <summary>Where a transcript is played: a server with one domain for it alone, and accounts for its people.</summary>
internal interface IWorld : IAsyncDisposable
{
    /// <summary>What stands for <c>localhost</c>.</summary>
    string Domain { get; }

    Task<TestClient> ConnectAsync(ListenerKind kind, string name);

    /// <summary>Waits until the server has dealt with everything, as far as that can be seen from outside.</summary>
    Task SettleAsync();

    Task AdvanceAsync(TimeSpan by);

    Task RestartAsync();
}
