using Nightjar.Server.Storage;

namespace Nightjar.Server.Sessions;

/// <summary>
/// Appends to the archive for one owner, one call after the other as the archive demands, in the order of the
/// calls here. Used inside the mailbox; <c>whenAppended</c> runs there too: at once on the common path.
/// </summary>
internal sealed class ArchiveChain(IArchiveStore archive, Mailbox mailbox)
{
    private Queue<(ArchiveEntry Entry, Action<ArchiveTicket?, Exception?> WhenAppended)>? _waiting;
    private bool _appending;

    public void Append(ArchiveEntry entry, Action<ArchiveTicket?, Exception?> whenAppended)
    {
        if (_appending)
        {
            (_waiting ??= new()).Enqueue((entry, whenAppended));
            return;
        }

        Start(entry, whenAppended);
    }

    private void Start(ArchiveEntry entry, Action<ArchiveTicket?, Exception?> whenAppended)
    {
        ValueTask<ArchiveTicket> append;
        try
        {
            append = archive.AppendAsync([entry]);
        }
        catch (StorageException fault)
        {
            whenAppended(null, fault);
            return;
        }

        if (append.IsCompletedSuccessfully)
        {
            whenAppended(append.Result, null);
            return;
        }

        _appending = true;
        _ = FinishAsync(append, whenAppended);
    }

    private async Task FinishAsync(ValueTask<ArchiveTicket> append, Action<ArchiveTicket?, Exception?> whenAppended)
    {
        ArchiveTicket? ticket = null;
        Exception? fault = null;
        try
        {
            ticket = await append.ConfigureAwait(false);
        }
        catch (StorageException e)
        {
            fault = e;
        }

        mailbox.Post(new Continue(this, () => whenAppended(ticket, fault)), evenIfFull: true);
    }

    private sealed class Continue(ArchiveChain chain, Action whenAppended) : MailboxItem
    {
        public override void Run()
        {
            chain._appending = false;
            whenAppended();
            while (!chain._appending && chain._waiting is { Count: > 0 } waiting)
            {
                (ArchiveEntry entry, Action<ArchiveTicket?, Exception?> next) = waiting.Dequeue();
                chain.Start(entry, next);
            }
        }
    }
}
