namespace Nightjar.Load.Measuring;

/// <summary>CPU seconds in a window of <paramref name="Seconds"/>, and the share of the whole machine that was busy (0 to 1).</summary>
internal readonly record struct CpuUse(double Seconds, double Server, double Generator, double MachineShare);
