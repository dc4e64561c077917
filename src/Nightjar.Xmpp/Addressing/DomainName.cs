namespace Nightjar.Xmpp.Addressing;

/// <summary>Domains that are not plain ASCII host names.</summary>
static class DomainName
{
    public static AddressFault Prepare(string text, out string prepared)
    {
        prepared = text;
        return AddressFault.ForbiddenCharacter;
    }
}
