using Nightjar.Server.Configuration;

namespace Nightjar.Configuration;

/// <summary>The outcome of loading: usable only when there are no problems.</summary>
/// <param name="Options">What was read, as far as it could be.</param>
/// <param name="File">The absolute path of the file; null without one.</param>
/// <param name="Problems">Everything wrong with it, in the order of the file.</param>
internal sealed record LoadedConfiguration(NightjarOptions Options, string? File, IReadOnlyList<ConfigurationProblem> Problems);
