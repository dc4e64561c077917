using Nightjar.Server.Accounts;
using Nightjar.Server.Sessions;

namespace Nightjar.Tests.Server.Negotiation;

/// <summary>The operator's commands on a running test server.</summary>
internal static class TestAccess
{
    public static AccountAdministration SelfServiceAdministration(this AccountServices services) => services.SelfService.Administration;
}
