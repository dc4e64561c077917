namespace Nightjar.Checks;

/// <summary>A service's host and port (RFC 2782). The target "." says that there is none.</summary>
internal readonly record struct ServiceRecord(ushort Priority, ushort Weight, ushort Port, string Target);
