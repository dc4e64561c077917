using System.Net;

using Nightjar.Server.Configuration;
using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Sasl;

namespace Nightjar.Server.Accounts;

/// <summary>Limits on failed log-ins.</summary>
internal sealed class LoginThrottle(LoginLimitOptions options, TimeProvider time, bool off)
{
    public ValueTask<SaslFailure?> AdmitAsync(IPAddress address, Jid account) => new((SaslFailure?)null);

    public void Failed(IPAddress address, Jid? account)
    {
    }

    public void Succeeded(IPAddress address, Jid account)
    {
    }
}
