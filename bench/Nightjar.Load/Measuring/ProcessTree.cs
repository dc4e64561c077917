using System.Globalization;

namespace Nightjar.Load.Measuring;

/// <summary>CPU and memory of a process and everything it started, from /proc.</summary>
internal sealed class ProcessTree(int root)
{
    /// <summary>USER_HZ, which Linux has fixed at 100 for every architecture .NET runs on.</summary>
    const double TicksPerSecond = 100;

    /// <summary>User and system seconds so far, those of children that have ended and been waited for included.</summary>
    public double CpuSeconds() => Processes().Sum(pid => CpuSeconds(pid, withEnded: true));

    /// <summary>The same for the root alone, without what it started.</summary>
    public double SelfCpuSeconds() => CpuSeconds(root, withEnded: false);

    /// <summary>Proportional set size in bytes: shared pages count in parts, so that the sum over processes is honest.</summary>
    public long PssBytes() => Processes().Sum(PssBytes);

    /// <summary>The root and its descendants, the root first.</summary>
    public List<int> Processes()
    {
        List<int> found = [root];
        for (var i = 0; i < found.Count; i++)
        {
            try
            {
                foreach (var task in Directory.EnumerateDirectories($"/proc/{found[i]}/task"))
                {
                    found.AddRange(File.ReadAllText($"{task}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Parse));
                }
            }
            catch (IOException)
            {
                // Ended in between.
            }
        }

        return found;
    }

    static int Parse(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    static double CpuSeconds(int pid, bool withEnded)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            // The name in parentheses may contain anything; utime, stime, cutime, cstime are fields 14 to 17.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[11..(withEnded ? 15 : 13)].Sum(field => long.Parse(field, CultureInfo.InvariantCulture)) / TicksPerSecond;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    static long PssBytes(int pid)
    {
        try
        {
            var line = File.ReadLines($"/proc/{pid}/smaps_rollup").First(line => line.StartsWith("Pss:", StringComparison.Ordinal));
            return long.Parse(line[4..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
