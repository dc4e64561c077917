using Nightjar.Load.Engine;

namespace Nightjar.Load.Client;

/// <summary>Takes an account from nothing to a bound session, as clients do: one step at a time, waiting for each answer.</summary>
internal sealed class Login(EventLoop loop, Target target)
{
    /// <summary>Log-ins that resumed a TLS session.</summary>
    public int SessionsResumed { get; private set; }

    /// <summary>Log-ins with a FAST token.</summary>
    public int TokensUsed { get; private set; }

    /// <summary>Full TLS handshake, SCRAM and resource binding.</summary>
    public async Task<Connection> FullAsync(Account account, string? resource = null)
    {
        var (connection, features) = await OpenAsync(account, resume: false);
        try
        {
            await AuthenticateAsync(connection, account, features);
            await OpenStreamAsync(connection, account);
            await BindAsync(connection, resource);
            return connection;
        }
        catch
        {
            connection.Abort("log-in failed");
            throw;
        }
    }

    /// <summary>Resumed TLS session, SASL2 with the token of the last time, Bind 2. The first time: with password, asking for a token.</summary>
    public async Task<Connection> FastAsync(Account account)
    {
        var (connection, features) = await OpenAsync(account, resume: true);
        try
        {
            if (connection.SessionReused)
            {
                SessionsResumed++;
            }

            if (account.Token is not null)
            {
                TokensUsed++;
            }

            await Sasl2.AuthenticateAsync(connection, account, target, features);
            return connection;
        }
        catch
        {
            connection.Abort("log-in failed");
            throw;
        }
    }

    async Task<(Connection Connection, string Features)> OpenAsync(Account account, bool resume)
    {
        var connection = new Connection(loop, SourceAddresses.Next(), target.Address, target.Port);
        if (resume)
        {
            connection.SessionKeeper = session => account.Session = session;
        }

        try
        {
            await connection.ConnectedAsync();
            var session = resume ? account.Session : 0;
            if (target.Mode == TlsMode.Direct)
            {
                await connection.HandshakeAsync(target.Tls, session, direct: true);
            }

            var features = await OpenStreamAsync(connection, target.Mode == TlsMode.StartTls ? null : account);
            if (target.Mode == TlsMode.StartTls)
            {
                connection.Send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
                Expect(await connection.ReadAsync(), "<proceed");
                await connection.HandshakeAsync(target.Tls, session, direct: false);
                features = await OpenStreamAsync(connection, account);
            }

            return (connection, features);
        }
        catch
        {
            connection.Abort("log-in failed");
            throw;
        }
    }

    // RFC 6120 §4.7.1: 'from' only where it is confidential; here also on plain test connections, it is loopback.
    async Task<string> OpenStreamAsync(Connection connection, Account? account)
    {
        var from = account is null ? "" : $" from='{account.Jid}'";
        connection.Send($"<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='{target.Domain}'{from} version='1.0'>");
        Expect(await connection.ReadAsync(), "<stream:stream");
        var features = await connection.ReadAsync();
        Expect(features, "<stream:features");
        return features;
    }

    async Task AuthenticateAsync(Connection connection, Account account, string features)
    {
        Expect(features, $">{target.Hash.Name}<");
        var scram = new ScramExchange(account, target.Hash);
        connection.Send($"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='{scram.Mechanism}'>{scram.First}</auth>");
        var challenge = await connection.ReadAsync();
        Expect(challenge, "<challenge");
        connection.Send($"<response xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>{scram.Final(Xml.Text(challenge, "challenge")!)}</response>");
        var success = await connection.ReadAsync();
        Expect(success, "<success");
        scram.Verify(Xml.Text(success, "success")!);
    }

    static async Task BindAsync(Connection connection, string? resource)
    {
        var wish = resource is null ? "" : $"<resource>{resource}</resource>";
        connection.Send($"<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>{wish}</bind></iq>");
        // The partner writes to this address: a server that chose another name must not go unnoticed.
        Expect(await connection.ReadAsync(), resource is null ? "<jid>" : $"/{resource}</jid>");
    }

    internal static void Expect(string item, string part)
    {
        if (!item.Contains(part, StringComparison.Ordinal))
        {
            throw new IOException($"Expected {part}, got: {item}");
        }
    }
}
