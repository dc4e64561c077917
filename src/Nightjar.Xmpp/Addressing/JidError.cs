namespace Nightjar.Xmpp.Addressing;

/// <summary>Which part of an address is wrong, and why. The default value means that nothing is.</summary>
/// <param name="Part">The part at fault.</param>
/// <param name="Fault">What is wrong with it.</param>
public readonly record struct JidError(JidPart Part, AddressFault Fault)
{
    /// <summary>One English sentence that never repeats the address itself (it may end in a log).</summary>
    public override string ToString() => $"{Where} {What}.";

    string Where => Part switch
    {
        JidPart.Local => "The part before '@'",
        JidPart.Domain => "The domain",
        JidPart.Resource => "The resource",
        _ => "The address",
    };

    string What => Fault switch
    {
        AddressFault.None => "is valid",
        AddressFault.Empty => "is empty",
        AddressFault.TooLong => "is too long",
        AddressFault.NotUnicode => "is not valid UTF-8",
        AddressFault.ForbiddenCharacter => "contains a character that is not allowed there",
        AddressFault.OutOfContext => "contains a character that is not allowed beside its neighbours",
        AddressFault.MixedDirection => "mixes right-to-left and left-to-right characters",
        AddressFault.BadLabel => "has a label that is empty, too long, or misuses hyphens",
        AddressFault.BadPunycode => "has an 'xn--' label that encodes no valid name",
        AddressFault.BadIpLiteral => "is not a valid IP address",
        _ => "cannot be normalised",
    };
}
