namespace Nightjar.Checks;

/// <summary>One result of <c>nightjar check</c>.</summary>
/// <param name="Level">How bad it is.</param>
/// <param name="Message">What was found.</param>
/// <param name="Fix">What to do; null when nothing.</param>
internal readonly record struct CheckFinding(CheckLevel Level, string Message, string? Fix = null)
{
    public static CheckFinding Good(string message) => new(CheckLevel.Good, message);

    public static CheckFinding Warning(string message, string fix) => new(CheckLevel.Warning, message, fix);

    public static CheckFinding Error(string message, string fix) => new(CheckLevel.Error, message, fix);
}
