namespace Nightjar.Storage.Sqlite;

/// <summary>The archive's clear time: whole hours since 1970, UTC.</summary>
static class Hours
{
    const int UnixDay = 719_162; // DateOnly.DayNumber of 1970-01-01

    /// <summary>The hour that a time falls in; times before 1970 count as its first hour.</summary>
    public static long Of(DateTimeOffset time) => Math.Max(0, time.ToUnixTimeSeconds() / 3600);

    /// <summary>The day number (as in <see cref="DateOnly"/>) that an hour falls in.</summary>
    public static int Day(long hour) => UnixDay + (int)(hour / 24);
}
