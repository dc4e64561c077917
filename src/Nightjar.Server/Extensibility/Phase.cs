namespace Nightjar.Server.Extensibility;

/// <summary>The order in which hooks run; within a phase in the order of registration.</summary>
public enum Phase
{
    /// <summary>May refuse. A guard that throws refuses.</summary>
    Guard,

    /// <summary>May change.</summary>
    Transform,

    /// <summary>Keeps.</summary>
    Archive,

    /// <summary>Makes copies for others.</summary>
    Copy,

    /// <summary>Delivers.</summary>
    Deliver,

    /// <summary>What is left.</summary>
    Fallback,
}
