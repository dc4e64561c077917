using System.Security.Cryptography;
using Nightjar.Server.Storage;

namespace Nightjar.Testing.Storage;

/// <summary>The state behind the in-memory store; everything under one lock.</summary>
sealed class MemoryData
{
    readonly Aes _ids = Aes.Create();
    TaskCompletionSource? _held;

    public MemoryData() => Owners.Add(ServerOwner, new MemoryOwner());

    public Lock Gate { get; } = new();

    public OwnerId ServerOwner { get; } = OwnerId.New();

    public Dictionary<OwnerId, MemoryOwner> Owners { get; } = [];

    public Dictionary<string, OwnerId> Names { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Reserved { get; } = new(StringComparer.Ordinal);

    public StorageErrorKind? FailWritesWith { get; set; }

    public MemoryOwner Owner(OwnerId id) => Owners.TryGetValue(id, out var owner)
        ? owner
        : throw new StorageException(StorageErrorKind.NoSuchOwner, "The owner does not exist.");

    public void Hold()
    {
        lock (Gate)
        {
            _held ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public void Release()
    {
        TaskCompletionSource? held;
        lock (Gate)
        {
            (held, _held) = (_held, null);
        }

        held?.TrySetResult();
    }

    public Task Commit()
    {
        lock (Gate)
        {
            return _held?.Task ?? Task.CompletedTask;
        }
    }

    /// <summary>Applies a change under the lock; the task is its commit, or the error it met.</summary>
    public async Task<T> WriteAsync<T>(Func<T> change)
    {
        T result;
        Task commit;
        lock (Gate)
        {
            if (FailWritesWith is { } kind)
            {
                throw new StorageException(kind, "The test asked for this failure.");
            }

            result = change();
            commit = _held?.Task ?? Task.CompletedTask;
        }

        await commit.ConfigureAwait(false);
        return result;
    }

    public T Read<T>(Func<T> query)
    {
        lock (Gate)
        {
            return query();
        }
    }

    public string StanzaId(OwnerId owner, long sequence)
    {
        Span<byte> block = stackalloc byte[16];
        owner.WriteTo(block);
        BitConverter.TryWriteBytes(block[8..], sequence);
        return System.Buffers.Text.Base64Url.EncodeToString(_ids.EncryptEcb(block, PaddingMode.None));
    }

    public long? Sequence(OwnerId owner, string stanzaId)
    {
        Span<byte> sealedId = stackalloc byte[16];
        if (stanzaId.Length != 22 || System.Buffers.Text.Base64Url.DecodeFromChars(stanzaId, sealedId, out _, out var written) != System.Buffers.OperationStatus.Done
            || written != 16)
        {
            return null;
        }

        Span<byte> expected = stackalloc byte[16];
        owner.WriteTo(expected);
        var block = _ids.DecryptEcb(sealedId, PaddingMode.None);
        return expected[..8].SequenceEqual(block.AsSpan(0, 8)) ? BitConverter.ToInt64(block, 8) : null;
    }
}
