using Nightjar.Server.Storage;

namespace Nightjar.Storage.Sqlite;

/// <summary>
/// What of an archive has been delivered: everything up to the watermark, except the entries listed. There are never more exceptions than
/// messages that wait, so the row stays small.
/// </summary>
sealed class DeliveryMark
{
    static readonly byte[] s_noRow = [];

    /// <summary>Entries beyond it wait.</summary>
    public long Watermark { get; set; }

    /// <summary>Entries up to the watermark that wait all the same.</summary>
    public SortedSet<long> Waiting { get; } = [];

    public static DeliveryMark Load(Database database, Vault vault, OwnerId owner)
    {
        var mark = new DeliveryMark();
        if (database.Scalar("SELECT mark FROM delivery WHERE owner = $1", owner.ToByteArray()) is byte[] box)
        {
            mark.Read(vault.Open(owner, VaultTable.Delivery, s_noRow, 1, box).ToArray());
        }

        return mark;
    }

    /// <summary>Notes deliveries; what lies between the old and the new watermark and is not among them waits on.</summary>
    public void Deliver(Database database, OwnerId owner, IReadOnlyCollection<long> sequences)
    {
        var highest = sequences.Max();
        if (highest > Watermark)
        {
            using var row = database.Query(
                "SELECT seq FROM archive WHERE owner = $1 AND seq > $2 AND seq <= $3 AND deliver = 1",
                owner.ToByteArray(), Watermark, highest);
            // Nothing is known beyond the last entry that exists: a made-up sequence must not move the mark over what is to come.
            var last = Watermark;
            while (row.Read())
            {
                last = row.GetInt64(0);
                Waiting.Add(last);
            }

            Watermark = last;
        }

        Waiting.ExceptWith(sequences);
        if (Waiting.Count > 0)
        {
            // Entries that expired need no exception any more.
            var oldest = database.Scalar("SELECT min(seq) FROM archive WHERE owner = $1", owner.ToByteArray()) as long? ?? long.MaxValue;
            Waiting.RemoveWhere(s => s < oldest);
        }
    }

    public void Save(Database database, Vault vault, OwnerId owner) => database.Run(
        "INSERT INTO delivery (owner, mark) VALUES ($1, $2) ON CONFLICT (owner) DO UPDATE SET mark = excluded.mark",
        owner.ToByteArray(), vault.Seal(owner, VaultTable.Delivery, s_noRow, 1, Write()));

    byte[] Write()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write7BitEncodedInt64(Watermark);
        writer.Write7BitEncodedInt(Waiting.Count);
        foreach (var sequence in Waiting)
        {
            writer.Write7BitEncodedInt64(Watermark - sequence);
        }

        return stream.ToArray();
    }

    void Read(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        Watermark = reader.Read7BitEncodedInt64();
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            Waiting.Add(Watermark - reader.Read7BitEncodedInt64());
        }
    }
}
