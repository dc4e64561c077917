using System.Collections.Concurrent;
using System.Diagnostics;

namespace Nightjar.Interop.Drivers;

/// <summary>A client program that can be driven: how its driver is started.</summary>
public sealed record ClientKind(string Name, string Interpreter, string Script)
{
    // The distribution's interpreter, because that one sees the distribution's packages whatever else is on the PATH.
    private const string Python = "/usr/bin/python3";

    private static readonly ConcurrentDictionary<string, string?> Missing = new();

    public static ClientKind Slixmpp { get; } = new("slixmpp", Python, "slixmpp_client.py");

    public static ClientKind Profanity { get; } = new("profanity", Python, "profanity_client.py");

    public static ClientKind GoSendxmpp { get; } = new("go-sendxmpp", Python, "go_sendxmpp_client.py");

    /// <summary>The protocol library of Gajim.</summary>
    public static ClientKind Nbxmpp { get; } = new("nbxmpp", Python, "nbxmpp_client.py");

    public static ClientKind XmppJs { get; } = new("@xmpp/client", "node", "xmppjs/client.mjs");

    internal string Path => System.IO.Path.Combine(BuildFacts.ClientsFolder, Script);

    /// <summary>Skips the running test, with the reason, when the client is not installed; fails it instead when CI is set.</summary>
    public void Require()
    {
        var reason = Missing.GetOrAdd(Name, _ => Check());
        if (reason is null)
        {
            return;
        }

        var message = $"{Name} cannot run here ({reason}); eng/install-test-tools.sh installs it.";
        if (Environment.GetEnvironmentVariable("CI") is "true" or "1")
        {
            Assert.Fail(message);
        }

        Assert.Skip(message);
    }

    /// <summary>Asks the driver itself, which loads the client. Null when it can run.</summary>
    private string? Check()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(Interpreter, [Path, "--check"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            process.OutputDataReceived += static (_, _) => { };
            process.BeginOutputReadLine();
            var errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : errors.Trim().Split('\n')[^1];
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            return error.Message;
        }
    }
}
