using BenchmarkDotNet.Running;

// dotnet run -c Release --project bench/Nightjar.Benchmarks -- --job short --filter '*Reader*'
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
