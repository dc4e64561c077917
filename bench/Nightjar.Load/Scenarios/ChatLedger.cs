using Nightjar.Load.Engine;
using Nightjar.Load.Measuring;

namespace Nightjar.Load.Scenarios;

/// <summary>Knows every message that was sent and who has received it, so that loss and doubling cannot hide.</summary>
internal sealed class ChatLedger
{
    /// <summary>Per serial number: which of the pair's connections have it, one bit each.</summary>
    byte[] _received = new byte[1 << 16];

    public uint Sent { get; private set; }

    /// <summary>Messages that arrived where they were addressed to.</summary>
    public long Delivered { get; private set; }

    /// <summary>Messages and copies received in all.</summary>
    public long Received { get; private set; }

    public string? Fault { get; private set; }

    public Latencies Latencies { get; } = new();

    /// <summary>Whether latencies are being kept.</summary>
    public bool Measuring { get; set; }

    public uint NextSerial()
    {
        if (Sent == _received.Length)
        {
            Array.Resize(ref _received, _received.Length * 2);
        }

        return Sent++;
    }

    public void Arrived(uint serial, long time, int connectionOfPair, bool addressed)
    {
        var bit = (byte)(1 << connectionOfPair);
        if (serial >= Sent || (_received[serial] & bit) != 0)
        {
            Fail($"message {serial} arrived twice or was never sent");
            return;
        }

        _received[serial] |= bit;
        Received++;
        if (addressed)
        {
            Delivered++;
            if (Measuring)
            {
                Latencies.Add(EventLoop.Now - time);
            }
        }
    }

    public void Fail(string fault) => Fault ??= fault;
}
