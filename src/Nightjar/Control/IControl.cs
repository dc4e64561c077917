namespace Nightjar.Control;

/// <summary>Whoever owns the data: the running server behind its control socket, or this process.</summary>
internal interface IControl : IAsyncDisposable
{
    /// <summary>Carries out one command.</summary>
    /// <exception cref="IOException">The server went away.</exception>
    Task<ControlReply> ExecuteAsync(ControlRequest request, CancellationToken cancellationToken);
}
