using System.CommandLine;
using System.Runtime.InteropServices;
using Nightjar.Load;

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

// Not asynchronous on purpose: the servers are children of the main thread and die with it (see ChildProcess).
return CommandLine.Create(options => Runner.Run(options, stop.Token)).Parse(args).Invoke(new InvocationConfiguration { ProcessTerminationTimeout = null });

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
