using Nightjar.Load.Native;

namespace Nightjar.Load.Client;

/// <summary>An account on the measured server, with what a client remembers between two log-ins.</summary>
internal sealed class Account(string local, string domain, string password)
{
    readonly Dictionary<string, byte[]> _saltedPasswords = [];
    nint _session;

    public string Local => local;

    public string Domain => domain;

    public string Jid { get; } = $"{local}@{domain}";

    /// <summary>Identifies this client installation to the server (XEP-0388 user-agent).</summary>
    public Guid AgentId { get; } = Guid.NewGuid();

    /// <summary>The FAST token (XEP-0484) and the mechanism it is bound to.</summary>
    public string? Token { get; set; }

    public string? TokenMechanism { get; set; }

    /// <summary>The TLS session to resume, 0 when there is none. Owned by the account.</summary>
    public nint Session
    {
        get => _session;
        set
        {
            if (_session != 0)
            {
                OpenSsl.SSL_SESSION_free(_session);
            }

            _session = value;
        }
    }

    /// <summary>Drops what belongs to a server's run: sessions and tokens.</summary>
    public void Forget()
    {
        Session = 0;
        Token = TokenMechanism = null;
    }

    /// <summary>SaltedPassword of RFC 5802. Clients cache it, and it would cost the generator more than all the rest.</summary>
    public byte[] SaltedPassword(ScramHash hash, string salt, int iterations)
    {
        var key = $"{hash.Name},{iterations},{salt}";
        if (!_saltedPasswords.TryGetValue(key, out var salted))
        {
            salted = hash.Derive(password, Convert.FromBase64String(salt), iterations);
            _saltedPasswords.Add(key, salted);
        }

        return salted;
    }
}
