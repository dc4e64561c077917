namespace Nightjar.Server.Diagnostics;

/// <summary>
/// The one timer of the server: a beat a second, on the thread pool, never two at a time. What needs a time-out compares
/// numbers when it beats.
/// </summary>
internal sealed class Heartbeat : IAsyncDisposable
{
    private readonly ITimer _timer;
    private readonly Action<long> _onBeat;
    private long _beat;
    private int _running;

    public Heartbeat(TimeProvider time, Action<long> onBeat)
    {
        _onBeat = onBeat;
        _timer = time.CreateTimer(static self => ((Heartbeat)self!).Beat(), this, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Beat()
    {
        if (Interlocked.Exchange(ref _running, 1) != 0)
        {
            return;
        }

        try
        {
            _onBeat(++_beat);
        }
        finally
        {
            Volatile.Write(ref _running, 0);
        }
    }
}
