using Microsoft.Extensions.Logging;

namespace Nightjar.Server.Connections.Certificates;

internal static partial class CertificateLog
{
    [LoggerMessage(1, LogLevel.Information, "The certificate of {Domain} was replaced; it is valid until {NotAfter:yyyy-MM-dd}.")]
    public static partial void Replaced(ILogger logger, string domain, DateTimeOffset notAfter);

    [LoggerMessage(2, LogLevel.Error, "The new certificate of {Domain} is not used, the old one stays: {Message} {Fix}")]
    public static partial void Refused(ILogger logger, string domain, string message, string fix);

    [LoggerMessage(3, LogLevel.Warning, "Certificate of {Domain}: {Message} {Fix}")]
    public static partial void Warning(ILogger logger, string domain, string message, string fix);
}
