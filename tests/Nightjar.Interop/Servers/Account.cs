namespace Nightjar.Interop.Servers;

/// <summary>An account of the server under test.</summary>
internal sealed record Account(string Localpart, string Domain)
{
    /// <summary>Printable ASCII without a space (the operator's list is separated by one); on no list of known passwords.</summary>
    public static string Password => "Moth-at-dusk-41-lanterns";

    public string Jid => $"{Localpart}@{Domain}";
}
