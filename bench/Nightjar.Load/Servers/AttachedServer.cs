using Nightjar.Load.Client;
using Nightjar.Load.Measuring;

namespace Nightjar.Load.Servers;

/// <summary>A server somebody else has started: one port for whatever the scenarios ask of it.</summary>
internal sealed class AttachedServer(int port, int pid) : IServer
{
    public string Name => "attached";

    public string Version { get; } = File.ReadAllText($"/proc/{pid}/comm").Trim();

    /// <summary>Believed: a server without tokens fails the scenario and says so.</summary>
    public bool HasTokens => true;

    public void Prepare(IReadOnlyList<Account> accounts, CancellationToken stop)
    {
    }

    public RunningServer Start(string scenario, CancellationToken stop) => new(null, new ProcessTree(pid), _ => port);
}
