using Nightjar.Scenarios.Script;

namespace Nightjar.Scenarios.Worlds;

/// <summary>One program for all transcripts that do not restart it, started with the first of them.</summary>
public sealed class SharedProgram : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly List<(Transcript Transcript, string Domain)> _plays =
        [.. Transcript.All.Values.Where(t => t.OnlyInMemory is null && !t.Restarts).Select((t, i) => (t, $"t{i}.localhost"))];

    private ProgramServer? _program;

    /// <summary>The world of one transcript.</summary>
    internal async Task<IWorld> EnterAsync(Transcript transcript)
    {
        if (transcript.Restarts)
        {
            const string OwnDomain = "localhost";
            return new ProgramWorld(await ProgramServer.StartAsync([(transcript, OwnDomain)]), OwnDomain, owned: true);
        }

        await _gate.WaitAsync();
        try
        {
            _program ??= await ProgramServer.StartAsync(_plays);
        }
        finally
        {
            _gate.Release();
        }

        return new ProgramWorld(_program, _plays.Find(p => p.Transcript == transcript).Domain, owned: false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_program is not null)
        {
            await _program.DisposeAsync();
        }

        _gate.Dispose();
    }
}
