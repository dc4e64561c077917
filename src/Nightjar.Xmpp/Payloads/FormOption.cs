namespace Nightjar.Xmpp.Payloads;

/// <summary>One option of a list field (XEP-0004).</summary>
/// <param name="Value">What is sent.</param>
/// <param name="Label">What is shown; null shows the value.</param>
public readonly record struct FormOption(string Value, string? Label = null);
