using Nightjar.Interop.Drivers;
using Nightjar.Interop.Servers;

namespace Nightjar.Interop;

public sealed class NbxmppTests(ServerFixture fixture) : ClientContract(fixture, ClientKind.Nbxmpp);
