using System.Security.Cryptography;
using Nightjar.Interop.Servers;

namespace Nightjar.Interop.Faults;

/// <summary>The real program with data, and without the key that opens it: it says so and touches nothing.</summary>
public sealed class MasterKeyTests
{
    /// <summary>What can be wrong with the key file, and a word of what the operator must be told.</summary>
    public static TheoryData<string, string> Faults => new()
    {
        { "missing", "is missing" },
        { "another", "master key" },
        { "cut short", "44 characters of base64" },
        { "readable by everybody", "chmod 600" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task It_does_not_start_says_why_and_starts_again_when_the_key_is_back(string fault, string told)
    {
        await using var server = await NightjarServerProcess.StartNightjarAsync();
        await server.AddAccountAsync("juliet", Account.Password);
        Assert.Equal(0, await server.StopAsync());
        var file = Path.Combine(server.DataFolder, "master.key");
        var key = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);

        Spoil(file, key, fault);
        var (code, output) = await server.TryStartAsync();

        Assert.True(code is > 0, $"exit code {code}: {output}");
        Assert.Contains(told, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal); // a sentence, not a stack trace
        Assert.DoesNotContain(key.Trim(), output, StringComparison.Ordinal);

        await File.WriteAllTextAsync(file, key, TestContext.Current.CancellationToken);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await server.StartAgainAsync();
        await using var juliet = await server.ConnectAsync("Juliet");
        await juliet.LogInAsync("juliet", Account.Password);
    }

    private static void Spoil(string file, string key, string fault)
    {
        switch (fault)
        {
            case "missing":
                File.Delete(file);
                break;
            case "another":
                File.WriteAllText(file, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
                break;
            case "cut short":
                File.WriteAllText(file, key[..20]);
                break;
            default:
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
                break;
        }
    }
}
