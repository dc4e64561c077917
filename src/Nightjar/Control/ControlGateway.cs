using Nightjar.Hosting;
using Nightjar.Server.Configuration;
using Nightjar.Server.Storage;

namespace Nightjar.Control;

/// <summary>Finds whoever owns the data: the running server, or nobody, and then this process takes it.</summary>
internal static class ControlGateway
{
    /// <exception cref="StartFailure">Neither is possible; the message says why.</exception>
    public static async Task<IControl> OpenAsync(NightjarOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var socket = await ControlSocket.ConnectAsync(ControlSocket.PathOf(options.Storage), cancellationToken).ConfigureAwait(false);
            return socket is not null
                ? new RemoteControl(socket)
                : new LocalControl(await Composition.OpenStoreAsync(options, null, cancellationToken).ConfigureAwait(false), options, TimeProvider.System);
        }
        catch (Exception e) when (e is StorageException or IOException)
        {
            throw new StartFailure(e.Message, cause: e);
        }
    }

    /// <summary>Whether a server that owns this data folder answers.</summary>
    public static async Task<bool> IsServerRunningAsync(StorageOptions storage, CancellationToken cancellationToken)
    {
        try
        {
            using var socket = await ControlSocket.ConnectAsync(ControlSocket.PathOf(storage), cancellationToken).ConfigureAwait(false);
            return socket is not null;
        }
        catch (IOException)
        {
            return true; // It is there, for somebody else.
        }
    }
}
