using Nightjar.Server.Storage;
using Nightjar.Xmpp.Addressing;

namespace Nightjar.Server.Roster;

/// <summary>An account's whole roster in memory. Belongs to the account's mailbox; changes only after the store has committed them.</summary>
public sealed class ContactList
{
    private readonly Dictionary<Jid, RosterItem> _items;

    internal ContactList(RosterData data)
    {
        Version = data.Version;
        _items = new Dictionary<Jid, RosterItem>(data.Rows.Count);
        foreach (RosterRow row in data.Rows)
        {
            if (RosterItemFormat.Read(row) is { } item)
            {
                _items[item.Peer] = item;
            }
            else
            {
                DamagedRows++;
            }
        }
    }

    /// <summary>The version (RFC 6121 §2.6): grows with every change.</summary>
    public long Version { get; private set; }

    /// <summary>All items, also those that are only a waiting request; in no particular order.</summary>
    public IReadOnlyCollection<RosterItem> Items => _items.Values;

    /// <summary>Rows that could not be read.</summary>
    internal int DamagedRows { get; }

    /// <summary>The item of a bare address, or null.</summary>
    public RosterItem? Find(Jid bare) => _items.GetValueOrDefault(bare);

    internal void Apply(RosterItem item, long version)
    {
        Version = version;
        if (item.IsBlank)
        {
            _items.Remove(item.Peer);
        }
        else
        {
            _items[item.Peer] = item;
        }
    }
}
