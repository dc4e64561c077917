using Nightjar.Server.Accounts;
using Nightjar.Server.Configuration;
using Nightjar.Server.Storage;

namespace Nightjar.Control;

/// <summary>Works on the data itself, while no server runs.</summary>
internal sealed class LocalControl(IStore store, NightjarOptions options, TimeProvider time) : IControl
{
    private readonly ControlHandler handler = new(new AccountAdministration(store, options, time));

    public Task<ControlReply> ExecuteAsync(ControlRequest request, CancellationToken cancellationToken) =>
        handler.ExecuteAsync(request, cancellationToken);

    public ValueTask DisposeAsync() => store.DisposeAsync();
}
