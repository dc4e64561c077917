using Nightjar.Server.Extensibility;
using Nightjar.Server.Sessions;
using Nightjar.Server.Storage;
using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Stanzas;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Extensions;

/// <summary>
/// XEP-0191: Blocking Command. The list is loaded with the account, so that nothing is delivered, kept or answered before it is
/// known. A change holds at once and is confirmed when it is on disk. Presence subscriptions stay ("polite blocking").
/// </summary>
public sealed class Blocking : IExtension
{
    private const string Ns = Namespaces.Blocking;
    private const string Category = "blocking";
    private const string Key = "list";

    /// <summary>Addresses on one list: far more than a person blocks by hand; each costs about 200 bytes while the account is in memory.</summary>
    private const int MaxItems = 1000;

    /// <inheritdoc/>
    public void Configure(ExtensionBuilder x) => x
        .Implements(xep: 191, "Blocking Command", version: "1.3")
        .Feature(Ns, IqScope.Both)
        .OnIqGet(Ns, "blocklist", GetList, IqScope.Account)
        .OnIqSet(Ns, "block", iq => Turns.InOrder(iq, BlockAsync), IqScope.Account)
        .OnIqSet(Ns, "unblock", iq => Turns.InOrder(iq, UnblockAsync), IqScope.Account)
        .OnAccountLoading(LoadAsync)
        .OnPresenceAudience((account, contact) => !ListOf(account).Matches(contact, account.Bare))
        .OnOutgoing(RefuseOutgoing)
        .OnIncoming(RefuseIncoming);

    private static async ValueTask LoadAsync(Account account)
    {
        if (await account.Services.Store.Values.GetAsync(account.Owner, Category, Key).ConfigureAwait(false) is { Length: > 0 } stored)
        {
            account.Set(BlockList.Parse(stored.Span));
        }
    }

    private static BlockList ListOf(Account account) => account.Get<BlockList>() ?? BlockList.Empty;

    private static StanzaError? RefuseOutgoing(Account account, Stanza stanza) =>
        account.Get<BlockList>() is { } list && stanza.To is { } to && list.Matches(to, account.Bare)
            ? new StanzaError(StanzaErrorCondition.NotAcceptable, StanzaErrorType.Cancel, "You have blocked this address.", new Element(Namespaces.BlockingErrors, "blocked"))
            : null;

    /// <summary>§3.2: to whom is blocked the account looks as if nobody were there.</summary>
    private static IncomingVerdict RefuseIncoming(Account account, Stanza stanza)
    {
        if (account.Get<BlockList>() is not { } list || stanza.From is not { } from || !list.Matches(from, account.Bare))
        {
            return IncomingVerdict.Pass;
        }

        return stanza is Presence || !stanza.MayBeAnsweredWithError()
            ? IncomingVerdict.Drop
            : IncomingVerdict.Refuse(new StanzaError(StanzaErrorCondition.ServiceUnavailable));
    }

    private static ValueTask<Iq?> GetList(IqRequest iq)
    {
        if (!iq.IsOwn)
        {
            return iq.ErrorAsync(StanzaErrorCondition.Forbidden);
        }

        iq.Sender?.Set(Watcher.Instance);
        return iq.ResultAsync(new Element(Ns, "blocklist", Items(ListOf(iq.Account!).Items)));
    }

    private static async ValueTask<Iq?> BlockAsync(IqRequest iq)
    {
        if (Check(iq, out List<Jid> addresses) is { } error)
        {
            return await iq.ErrorAsync(error).ConfigureAwait(false);
        }

        if (addresses.Count == 0)
        {
            return await iq.ErrorAsync(StanzaErrorCondition.BadRequest, "Whom?").ConfigureAwait(false);
        }

        return await ChangeAsync(iq, list => new BlockList(list.Items.Union(addresses))).ConfigureAwait(false);
    }

    private static async ValueTask<Iq?> UnblockAsync(IqRequest iq)
    {
        if (Check(iq, out List<Jid> addresses) is { } error)
        {
            return await iq.ErrorAsync(error).ConfigureAwait(false);
        }

        return await ChangeAsync(iq, list => addresses.Count == 0 ? BlockList.Empty : new BlockList(list.Items.Except(addresses))).ConfigureAwait(false);
    }

    private static StanzaError? Check(IqRequest iq, out List<Jid> addresses)
    {
        addresses = [];
        if (!iq.IsOwn)
        {
            return new StanzaError(StanzaErrorCondition.Forbidden);
        }

        foreach (Element item in iq.Payload.Elements)
        {
            if (!item.Is(Ns, "item"))
            {
                // XEP-0377 puts a report beside or into an item; what is not an item is for others.
                continue;
            }

            if (item.Attribute("jid") is not { } text)
            {
                return new StanzaError(StanzaErrorCondition.BadRequest, "An item has no address.");
            }

            if (Jid.TryParse(text) is not { } address)
            {
                return new StanzaError(StanzaErrorCondition.JidMalformed);
            }

            addresses.Add(address);
        }

        return null;
    }

    /// <summary>Changes the list in memory, then on disk, then tells everybody. A turn at a time.</summary>
    private static async ValueTask<Iq?> ChangeAsync(IqRequest iq, Func<BlockList, BlockList> change)
    {
        Account account = iq.Account!;
        var changed = new TaskCompletionSource<(BlockList Before, BlockList After)?>(TaskCreationOptions.RunContinuationsAsynchronously);
        account.Post(() => changed.SetResult(Apply(account, change)));
        if (await changed.Task.ConfigureAwait(false) is not var (before, after))
        {
            return await iq.ErrorAsync(new StanzaError(
                StanzaErrorCondition.ResourceConstraint, StanzaErrorType.Cancel, $"At most {MaxItems} addresses can be blocked.")).ConfigureAwait(false);
        }

        IKeyValueStore values = account.Services.Store.Values;
        if (after.Items.IsEmpty)
        {
            await values.DeleteAsync(account.Owner, Category, Key).ConfigureAwait(false);
        }
        else if (!ReferenceEquals(after, before))
        {
            await values.SetAsync(account.Owner, Category, Key, after.ToUtf8()).ConfigureAwait(false);
        }

        account.Post(() =>
        {
            Tell(account, iq.Payload);
            ShowPresence(account, before, after);
        });
        return await iq.ResultAsync().ConfigureAwait(false);
    }

    private static (BlockList Before, BlockList After)? Apply(Account account, Func<BlockList, BlockList> change)
    {
        BlockList before = ListOf(account);
        BlockList after = change(before);
        if (after.Items.Count > MaxItems)
        {
            return null;
        }

        account.Set(after);
        return (before, after);
    }

    private static void Tell(Account account, Element change)
    {
        // The push repeats the command: what was blocked or unblocked, by address alone.
        var push = new Element(Ns, change.Name, Content.Many([.. change.Elements.Where(e => e.Is(Ns, "item"))
            .Select(e => new Element(Ns, "item", ("jid", e.Attribute("jid"))))]));
        foreach (BoundResource resource in account.Resources)
        {
            if (resource.Get<Watcher>() is not null)
            {
                resource.Deliver(Iq.Create(account.Bare, resource.Jid, IqType.Set, "block-" + Guid.NewGuid().ToString("N"), push));
            }
        }
    }

    /// <summary>§3.2-3.4: who is blocked sees the account leave, who is no longer sees it come.</summary>
    private static void ShowPresence(Account account, BlockList before, BlockList after)
    {
        Jid own = account.Bare;
        account.SendUnavailableTo(who => after.Matches(who, own) && !before.Matches(who, own));
        account.SendPresenceTo(who => before.Matches(who, own) && !after.Matches(who, own));
    }

    private static Content Items(IEnumerable<Jid> addresses) =>
        Content.Many([.. addresses.Select(a => new Element(Ns, "item", ("jid", a.ToString())))]);

    /// <summary>Marks a resource that asked for the list and so hears of changes.</summary>
    private sealed class Watcher
    {
        public static readonly Watcher Instance = new();
    }
}
