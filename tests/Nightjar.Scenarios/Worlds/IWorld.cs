using Nightjar.Server.Configuration;
using Nightjar.Testing.Clients;

namespace Nightjar.Scenarios.Worlds;

/// <summary>Where a transcript is played: a server with one domain for it alone, and accounts for its people.</summary>
internal interface IWorld : IAsyncDisposable
{
    /// <summary>What stands for <c>localhost</c>.</summary>
    string Domain { get; }

    /// <summary>Commits take time that only an answer behind them tells of.</summary>
    bool WritesToDisk { get; }

    /// <summary>How often everybody asks before the server counts as settled.</summary>
    int SettlingRounds { get; }

    Task<TestClient> ConnectAsync(ListenerKind kind, string name);

    /// <summary>Waits until the server has dealt with everything, as far as that can be seen from outside.</summary>
    Task SettleAsync();

    Task AdvanceAsync(TimeSpan by);

    Task RestartAsync();
}
