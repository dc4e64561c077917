using System.Diagnostics.Metrics;
using Nightjar.Extensions;
using Nightjar.Server.Configuration;
using Nightjar.Server.Storage;
using Nightjar.Server.Extensibility;
using Nightjar.Storage.Sqlite;

namespace Nightjar.Hosting;

/// <summary>The one place that knows which implementations make up the server.</summary>
internal static class Composition
{
    /// <summary>Opens the configured store; this process owns the data until it is disposed.</summary>
    /// <exception cref="StorageException">It cannot be opened; the message names the file and the remedy.</exception>
    public static async Task<IStore> OpenStoreAsync(NightjarOptions options, IMeterFactory? meters, CancellationToken cancellationToken) =>
        await SqliteStore.OpenAsync(
            new SqliteStoreOptions
            {
                Folder = options.Storage.DataFolder,
                KeysPath = options.Storage.KeyStore,
                MasterKeyPath = options.Storage.MasterKey,
                Meters = meters,
            },
            cancellationToken).ConfigureAwait(false);

    /// <summary>Every extension of this server, in the order in which they declare themselves.</summary>
    public static IReadOnlyList<IExtension> Extensions() =>
    [
        new Disco(), new ContactAddresses(), new EntityCaps(), new EntityCaps2(),
        new Ping(), new SoftwareVersion(), new EntityTime(), new LastActivity(),
        new Blocking(), new StanzaIds(), new Carbons(), new ClientState(),
        new PrivateStorage(), new VCardTemp(), new Register(), new CoreProtocol(),
    ];
}
