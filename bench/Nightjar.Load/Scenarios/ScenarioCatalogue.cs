namespace Nightjar.Load.Scenarios;

/// <summary>The scenarios by the names of the command line.</summary>
internal static class ScenarioCatalogue
{
    /// <summary>In the order of the report.</summary>
    public static readonly string[] Names =
        ["login", "login-tls", "login-resume", "idle", "idle-tls", "chat", "chat-tls", "chat-sm", "chat-carbons"];

    public static IScenario Create(string name) => name switch
    {
        "login" => new LoginScenario(name, tls: false, fast: false),
        "login-tls" => new LoginScenario(name, tls: true, fast: false),
        "login-resume" => new LoginScenario(name, tls: true, fast: true),
        "idle" => new IdleScenario(name, tls: false),
        "idle-tls" => new IdleScenario(name, tls: true),
        "chat" => new ChatScenario(new(name, Tls: false, StreamManagement: false, Carbons: false)),
        "chat-tls" => new ChatScenario(new(name, Tls: true, StreamManagement: false, Carbons: false)),
        "chat-sm" => new ChatScenario(new(name, Tls: false, StreamManagement: true, Carbons: false)),
        "chat-carbons" => new ChatScenario(new(name, Tls: false, StreamManagement: false, Carbons: true)),
        _ => throw new ArgumentException($"There is no scenario '{name}'; there are {string.Join(", ", Names)}."),
    };

    /// <summary>How many accounts the scenario needs.</summary>
    public static int Accounts(string name, LoadOptions options) => name switch
    {
        "idle" or "idle-tls" => options.Connections,
        _ when name.StartsWith("chat", StringComparison.Ordinal) => options.Pairs * 2,
        _ => LoadOptions.LoginAccounts,
    };
}
