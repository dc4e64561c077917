namespace Nightjar.Checks;

/// <summary>The record types that matter here, with their numbers on the wire.</summary>
internal enum DnsRecordType : ushort
{
    A = 1,
    Aaaa = 28,
    Srv = 33,
}
