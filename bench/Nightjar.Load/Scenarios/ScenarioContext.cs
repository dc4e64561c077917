using Nightjar.Load.Client;
using Nightjar.Load.Engine;
using Nightjar.Load.Measuring;

namespace Nightjar.Load.Scenarios;

/// <summary>What a scenario runs with: a freshly started server, accounts that exist on it, and the user's wishes.</summary>
/// <param name="HasTokens">Whether the server speaks SASL2 with FAST; otherwise its full log-in is what clients must do.</param>
internal sealed record ScenarioContext(
    EventLoop Loop,
    Target Target,
    IReadOnlyList<Account> Accounts,
    ProcessTree Server,
    LoadOptions Options,
    bool HasTokens);
