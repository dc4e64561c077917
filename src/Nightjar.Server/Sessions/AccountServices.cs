using Nightjar.Server.Accounts;
using Nightjar.Server.Configuration;
using Nightjar.Server.Diagnostics;
using Nightjar.Server.Extensibility;
using Nightjar.Server.Routing;
using Nightjar.Server.Storage;

namespace Nightjar.Server.Sessions;

/// <summary>What accounts and extensions need of the server. Any thread.</summary>
public sealed class AccountServices
{
    internal AccountServices()
    {
    }

    /// <summary>The configuration.</summary>
    public required NightjarOptions Options { get; init; }

    /// <summary>Where data is kept.</summary>
    public required IStore Store { get; init; }

    /// <summary>Sends stanzas on their way.</summary>
    public required StanzaRouter Router { get; init; }

    /// <summary>The time.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>When the server was put together.</summary>
    public DateTimeOffset StartedAt { get; internal init; }

    /// <summary>All extensions.</summary>
    public required ExtensionSet Extensions { get; init; }

    /// <summary>Accounts that are in memory, and the way to load others.</summary>
    public AccountRegistry Accounts { get; internal set; } = null!;

    /// <summary>Registering, changing passwords, removing accounts.</summary>
    public required AccountSelfService SelfService { get; init; }

    internal AccountHooks Hooks { get; init; } = null!;

    internal IqHandlers Iqs { get; init; } = null!;

    /// <summary>Work that nobody waits for, with an owner all the same.</summary>
    public required BackgroundWork Background { get; init; }

    /// <summary>Reports a fault of the server's own; the walk goes on.</summary>
    public required Action<Exception> OnFault { get; init; }

    /// <summary>Reports that storage refused.</summary>
    public required Action<Exception> OnStorageFault { get; init; }

    /// <summary>The limits.</summary>
    public LimitOptions Limits => Options.Limits;
}
