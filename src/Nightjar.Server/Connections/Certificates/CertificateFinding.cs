namespace Nightjar.Server.Connections.Certificates;

/// <summary>Something noticed about a certificate, in words for the operator.</summary>
/// <param name="IsError">Whether clients will refuse the certificate; otherwise it is a warning.</param>
/// <param name="Message">What is wrong, naming the file.</param>
/// <param name="Fix">What to do about it.</param>
public readonly record struct CertificateFinding(bool IsError, string Message, string Fix);
