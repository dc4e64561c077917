using Nightjar.Load.Client;

namespace Nightjar.Load.Servers;

/// <summary>A server that can be measured, started as a child or running already.</summary>
internal interface IServer
{
    string Name { get; }

    string Version { get; }

    /// <summary>Whether it speaks SASL2 with FAST.</summary>
    bool HasTokens { get; }

    /// <summary>Makes the accounts. Called once, before the first start.</summary>
    void Prepare(IReadOnlyList<Account> accounts, CancellationToken stop);

    /// <summary>
    /// Starts it with empty memory and waits until it accepts clients. <paramref name="scenario"/> is for a server whose
    /// best configuration is not the same for all.
    /// </summary>
    RunningServer Start(string scenario, CancellationToken stop);
}
