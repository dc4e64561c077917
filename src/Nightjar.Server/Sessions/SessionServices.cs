using Nightjar.Server.Configuration;
using Nightjar.Xmpp.Addressing;

namespace Nightjar.Server.Sessions;

/// <summary>What every session needs of the server.</summary>
internal sealed class SessionServices
{
    public required LimitOptions Limits { get; init; }

    public required StreamManagementOptions ManagementLimits { get; init; }

    public required JidCache Jids { get; init; }

    public required SessionTable Sessions { get; init; }

    public required NonzaHandlers Nonzas { get; init; }

    public required StanzaDispatcher Dispatcher { get; init; }
}
