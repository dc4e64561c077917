namespace Nightjar.Control;

/// <summary>An account that a command is about.</summary>
/// <param name="Address">As the operator wrote it.</param>
/// <param name="Password">Only for new accounts.</param>
internal sealed record ControlAccount(string Address, string? Password = null)
{
    /// <summary>Never the password: records print all they have.</summary>
    public override string ToString() => Address;
}
