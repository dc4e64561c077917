namespace Nightjar.Load.Scenarios;

/// <summary>Which variant of the chat scenario runs.</summary>
/// <param name="StreamManagement">XEP-0198 on every connection: acknowledgements asked for and given.</param>
/// <param name="Carbons">Two resources for each account, both with XEP-0280 switched on.</param>
internal sealed record ChatOptions(string Name, bool Tls, bool StreamManagement, bool Carbons)
{
    /// <summary>Connections for each account.</summary>
    public int Resources => Carbons ? 2 : 1;

    /// <summary>Copies of each message that clients receive: the recipient's devices, and with carbons the sender's other one.</summary>
    public int Copies => Carbons ? 3 : 1;
}
