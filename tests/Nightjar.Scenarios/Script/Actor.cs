namespace Nightjar.Scenarios.Script;

/// <summary>A person at one device.</summary>
/// <param name="Person">As written, such as <c>Juliet</c>.</param>
/// <param name="Device">Such as <c>phone</c>; null for the only one.</param>
internal sealed record Actor(string Person, string? Device)
{
    /// <summary>The name of a device that a transcript does not name.</summary>
    private const string OnlyDevice = "home";

    public string Name => Device is null ? Person : $"{Person}'s {Device}";

    public string Localpart => Person.ToLowerInvariant();

    public string Resource => Device ?? OnlyDevice;
}
