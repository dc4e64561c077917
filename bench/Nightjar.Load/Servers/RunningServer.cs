using Nightjar.Load.Client;
using Nightjar.Load.Measuring;

namespace Nightjar.Load.Servers;

/// <summary>A server that accepts clients. Disposing it ends the processes that belong to it, and only those.</summary>
internal sealed class RunningServer(ChildProcess? child, ProcessTree processes, Func<TlsMode, int> port) : IDisposable
{
    public ProcessTree Processes => processes;

    public int Port(TlsMode mode) => port(mode);

    /// <summary>The last it wrote, for when something went wrong.</summary>
    public string Output() => child?.Output() ?? "";

    public void Dispose() => child?.Dispose();
}
