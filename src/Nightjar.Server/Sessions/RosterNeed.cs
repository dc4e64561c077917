namespace Nightjar.Server.Sessions;

/// <summary>How much of the roster a piece of work looks at.</summary>
internal enum RosterNeed
{
    /// <summary>Nothing; it only keeps its place in the line.</summary>
    None,

    /// <summary>Who is subscribed.</summary>
    States,

    /// <summary>All of it.</summary>
    All,
}
