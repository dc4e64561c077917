using System.Net;

namespace Nightjar.Hosting;

/// <summary>Where the server listens.</summary>
/// <param name="EndPoint">Address and port, as the system chose it.</param>
/// <param name="Security">STARTTLS, direct TLS, or none.</param>
internal readonly record struct BoundListener(IPEndPoint EndPoint, string Security)
{
    public override string ToString() => $"{EndPoint} ({Security})";
}
