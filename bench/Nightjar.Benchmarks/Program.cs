using BenchmarkDotNet.Running;
using Nightjar.Benchmarks.Storage;

// dotnet run -c Release --project bench/Nightjar.Benchmarks -- --job short --filter '*Reader*'
// dotnet run -c Release --project bench/Nightjar.Benchmarks -- archive
if (args is ["archive"])
{
    await ArchiveHarness.RunAsync();
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
