using System.Runtime;

namespace Nightjar.Hosting;

/// <summary>What must be true of the runtime before anything starts.</summary>
internal static class RuntimeChecks
{
    /// <summary>Why the server must not start like this, or null.</summary>
    public static string? Fault() => GCSettings.IsServerGC
        // Server GC keeps a heap for each core: several times the memory per connection that is promised.
        ? "The garbage collector runs in server mode. Remove DOTNET_gcServer from the environment (or System.GC.Server from the runtime configuration)."
        : null;
}
