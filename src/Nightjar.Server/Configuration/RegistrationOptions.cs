namespace Nightjar.Server.Configuration;

/// <summary>Registration of accounts with a client (XEP-0077), with limits against creation in bulk.</summary>
public sealed record RegistrationOptions
{
    /// <summary>
    /// <c>open</c>: anybody may register. <c>closed</c>: only the operator adds accounts. Closed unless said
    /// otherwise, because an open server that nobody watches is found by spammers within days.
    /// </summary>
    public RegistrationMode Mode { get; init; } = RegistrationMode.Closed;

    /// <summary>Time between two registrations from one address: a person needs one account, a program hundreds.</summary>
    [Duration("0s", "1d")]
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Registrations a day from one address: enough for a family behind one router.</summary>
    [Count(1, 10_000)]
    public int PerAddressPerDay { get; init; } = 4;

    /// <summary>
    /// Registrations a day from one network (IPv4 /24, IPv6 /48): whoever rents a range gets no more than
    /// a village.
    /// </summary>
    [Count(1, 100_000)]
    public int PerNetworkPerDay { get; init; } = 20;
}
