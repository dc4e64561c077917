namespace Nightjar.Checks;

/// <summary>How bad a finding is.</summary>
internal enum CheckLevel
{
    Good,
    Warning,
    Error,
}
