using System.Runtime.InteropServices;

namespace Nightjar.Hosting;

/// <summary>
/// SIGTERM and SIGINT ask for a graceful stop, the second one ends the process at once. SIGHUP asks for a reload.
/// </summary>
internal sealed class Signals : IDisposable
{
    private readonly TaskCompletionSource stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<PosixSignalRegistration> registrations = [];

    public Signals(Action reload)
    {
        registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnStop));
        registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, OnStop));
        registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true; // A server goes on when its terminal closes.
            reload();
        }));
    }

    /// <summary>Completes when the server should stop.</summary>
    public Task Stop => stop.Task;

    public void Dispose() => registrations.ForEach(r => r.Dispose());

    private void OnStop(PosixSignalContext context)
    {
        context.Cancel = true;
        if (!stop.TrySetResult())
        {
            Environment.Exit(ExitCodes.Interrupted);
        }
    }
}
