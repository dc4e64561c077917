using Nightjar.Server.Configuration;
using Nightjar.Server.Extensibility;
using Nightjar.Xmpp.Payloads;

namespace Nightjar.Extensions;

/// <summary>XEP-0157: Contact Addresses for XMPP Services, from the configuration.</summary>
public sealed class ContactAddresses : IExtension
{
    private const string Kind = "http://jabber.org/network/serverinfo";

    /// <inheritdoc/>
    public void Configure(ExtensionBuilder x) => x
        .Implements(xep: 157, "Contact Addresses for XMPP Services", version: "1.1.1")
        .Form(Form);

    private static DataForm? Form(DomainOptions domain)
    {
        ContactAddressOptions addresses = domain.ContactAddresses;
        FormField[] fields =
        [
            .. Field("abuse-addresses", addresses.Abuse), .. Field("admin-addresses", addresses.Admin),
            .. Field("feedback-addresses", addresses.Feedback), .. Field("sales-addresses", addresses.Sales),
            .. Field("security-addresses", addresses.Security), .. Field("status-addresses", addresses.Status),
            .. Field("support-addresses", addresses.Support),
        ];
        return fields.Length == 0 ? null : DataForm.Of(FormType.Result, Kind, fields);
    }

    private static FormField[] Field(string name, IReadOnlyList<string> addresses) =>
        addresses.Count == 0 ? [] : [FormField.Of(name, FieldType.ListMulti, [.. addresses])];
}
