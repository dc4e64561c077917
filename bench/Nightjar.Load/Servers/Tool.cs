using System.Diagnostics;

namespace Nightjar.Load.Servers;

/// <summary>Runs a program to its end.</summary>
internal static class Tool
{
    /// <summary>Its standard output. <paramref name="input"/> goes to its standard input.</summary>
    /// <exception cref="IOException">It failed, or is not installed.</exception>
    public static string Run(string program, IEnumerable<string> arguments, string? input = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            process.StandardInput.Write(input);
            process.StandardInput.Close();
            process.WaitForExit();
            return process.ExitCode == 0 ? output.Result : throw new IOException($"{program} failed: {errors.Result}{output.Result}");
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new IOException($"{program}: {exception.Message}");
        }
    }
}
