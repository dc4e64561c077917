using System.Collections.Concurrent;

namespace Nightjar.Server.Sessions;

/// <summary>Sessions that can be resumed, by the id their client holds (XEP-0198 §5), and those of them that wait. Thread-safe.</summary>
internal sealed class SessionTable
{
    private readonly ConcurrentDictionary<string, Session> _byId = new(StringComparer.Ordinal);

    public int Count => _byId.Count;

    public void Add(Session session) => _byId[session.ResumptionId!] = session;

    public Session? Find(string id) => _byId.GetValueOrDefault(id);

    public void Forget(Session session)
    {
        if (session.ResumptionId is { } id)
        {
            _byId.TryRemove(id, out _);
        }
    }

    /// <summary>Ends sessions whose client did not come back in time; from the heartbeat.</summary>
    public void Expire(Func<Session, bool> isOver, Action<Session> end)
    {
        foreach ((_, Session session) in _byId)
        {
            if (session.DetachedAt != 0 && isOver(session))
            {
                end(session);
            }
        }
    }
}
