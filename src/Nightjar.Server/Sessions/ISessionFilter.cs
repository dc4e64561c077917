using Nightjar.Xmpp.Stanzas;

namespace Nightjar.Server.Sessions;

/// <summary>
/// Decides for one session which stanzas leave now and which wait (XEP-0352). All calls come under the session's
/// lock; whatever is held back is bounded by the filter and sent with <see cref="Session.Transmit"/>.
/// </summary>
public interface ISessionFilter
{
    /// <summary>True when the stanza should leave now; false when the filter keeps it.</summary>
    bool Pass(Session session, Stanza stanza, long archiveSequence);

    /// <summary>The filter is taken away or the session ends: hand over what is still held, so that nothing is lost.</summary>
    void Release(Session session);
}
