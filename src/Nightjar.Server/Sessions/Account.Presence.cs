using Nightjar.Xmpp.Stanzas;

namespace Nightjar.Server.Sessions;

/// <content>Presence of the account's resources (RFC 6121 §4).</content>
public sealed partial class Account
{
    /// <summary>Presence that one of the account's own resources sends, with or without an addressee. Any thread.</summary>
    internal ValueTask SendPresenceAsync(Session session, Presence presence)
    {
        Post(() =>
        {
            if (_resources.Find(r => r.IsPort(session)) is { } resource)
            {
                OwnPresence(resource, presence);
            }
        });
        return ValueTask.CompletedTask;
    }

    private void OwnPresence(BoundResource resource, Presence presence)
    {
        bool took = resource.TakesBareMessages;
        resource.Presence = presence.Type == PresenceType.Available ? presence : null;
        resource.Priority = presence.Priority;
        if (!took && resource.TakesBareMessages)
        {
            FlushPending();
        }
    }

    private static ValueTask HandlePresence(Presence presence) => ValueTask.CompletedTask;

    private static void ResourceGone(BoundResource resource)
    {
    }
}
