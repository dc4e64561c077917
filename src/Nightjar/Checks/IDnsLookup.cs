namespace Nightjar.Checks;

/// <summary>Asks the domain name system. Two implementations: the system's resolver, and what tests answer.</summary>
internal interface IDnsLookup
{
    /// <summary>The records of one type; never throws for what the network does.</summary>
    /// <param name="name">The name in ASCII form, without the final dot.</param>
    /// <param name="type">Which records.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<DnsAnswer> LookupAsync(string name, DnsRecordType type, CancellationToken cancellationToken);
}
