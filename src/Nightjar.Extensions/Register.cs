using Nightjar.Server.Accounts;
using Nightjar.Server.Diagnostics;
using Nightjar.Server.Extensibility;
using Nightjar.Server.Sessions;
using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Stanzas;
using Nightjar.Xmpp.Streams;
using Nightjar.Xmpp.Xml;

namespace Nightjar.Extensions;

/// <summary>
/// XEP-0077: In-Band Registration, for people who have logged in: change the password, remove the account (P4, P8). Registering
/// before log-in is a step of the stream's negotiation.
/// </summary>
public sealed class Register : IExtension
{
    /// <inheritdoc/>
    public void Configure(ExtensionBuilder x)
    {
        ArgumentNullException.ThrowIfNull(x);
        x.Implements(xep: 77, "In-Band Registration", version: "2.4")
            .Implements(xep: 445, "Pre-Authenticated In-Band Registration", version: "0.2.0")
            .Feature(Namespaces.Register)
            .OnIqGet(Namespaces.Register, "query", DescribeAsync)
            .OnIqSet(Namespaces.Register, "query", ChangeAsync);
    }

    private static ValueTask<Iq?> DescribeAsync(IqRequest request) => IsForSelf(request)
        ? request.ResultAsync(new Element(
            Namespaces.Register, "query",
            new Element(Namespaces.Register, "registered"),
            new Element(Namespaces.Register, "instructions", "Choose a new password."),
            new Element(Namespaces.Register, "username", request.From.Local),
            new Element(Namespaces.Register, "password")))
        : RefuseOthers(request);

    private static ValueTask<Iq?> ChangeAsync(IqRequest request)
    {
        if (!IsForSelf(request))
        {
            return RefuseOthers(request);
        }

        Element query = request.Payload;
        if (query.Child(Namespaces.Register, "remove") is not null)
        {
            int children = 0;
            foreach (Element _ in query.Elements)
            {
                children++;
            }

            return children == 1 ? RemoveAsync(request) : request.ErrorAsync(StanzaErrorCondition.BadRequest, "<remove/> must be alone.");
        }

        string? name = query.Child(Namespaces.Register, "username")?.Text;
        string? password = query.Child(Namespaces.Register, "password")?.Text;
        if (string.IsNullOrEmpty(name) || string.IsNullOrEmpty(password))
        {
            return request.ErrorAsync(StanzaErrorCondition.BadRequest, "User name and new password are both needed.");
        }

        return Jid.TryCreate(name, request.From.Domain, null) is { } named && named == request.From.Bare
            ? ChangePasswordAsync(request, password)
            : request.ErrorAsync(StanzaErrorCondition.NotAllowed, "Only your own password can be changed.");
    }

    private static async ValueTask<Iq?> ChangePasswordAsync(IqRequest request, string password)
    {
        AccountServices services = request.Services;
        if (await services.Accounts.FindAsync(request.From.Bare).ConfigureAwait(false) is not { } account)
        {
            return Error(request, new StanzaError(StanzaErrorCondition.RegistrationRequired));
        }

        RegistrationResult result = await services.SelfService
            .ChangePasswordAsync(account.Domain, account.Bare, account.Owner, password).ConfigureAwait(false);
        if (!result.IsDone)
        {
            return Error(request, RegistrationErrors.Of(result));
        }

        // Whoever knew the old password is out; the device that changed it stays.
        account.EndSessions(
            EndReason.AccountChanged, new StreamError(StreamErrorCondition.NotAuthorized, "The password was changed."), except: request.From);
        return request.Iq.Result();
    }

    private static async ValueTask<Iq?> RemoveAsync(IqRequest request)
    {
        AccountServices services = request.Services;
        if (await services.Accounts.FindAsync(request.From.Bare).ConfigureAwait(false) is not { } account)
        {
            return Error(request, new StanzaError(StanzaErrorCondition.RegistrationRequired));
        }

        await services.SelfService.RemoveAsync(account.Bare, request.From).ConfigureAwait(false);

        // The account is gone from the router: its last session is told and ended by hand.
        account.Post(() =>
        {
            if (account.FindResource(request.From) is { } resource)
            {
                resource.Deliver(request.Iq.Result());
                resource.End(EndReason.AccountChanged, new StreamError(StreamErrorCondition.NotAuthorized, "The account was removed."));
            }
        });
        return null;
    }

    /// <summary>An account asks its own server or itself.</summary>
    private static bool IsForSelf(IqRequest request) =>
        request.IsOwn || (request.Account is null && request.From is { Local: not null } from && from.Domain == Jid.Parse(request.Domain.Name).Domain);

    /// <summary>An account of somebody else does not answer at all; the server registers nobody from elsewhere.</summary>
    private static ValueTask<Iq?> RefuseOthers(IqRequest request) =>
        request.ErrorAsync(request.Account is null ? StanzaErrorCondition.NotAllowed : StanzaErrorCondition.ServiceUnavailable);

    private static Iq Error(IqRequest request, StanzaError error) => (Iq)request.Iq.ErrorReply(error);
}
