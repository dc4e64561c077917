using Nightjar.Load.Native;

namespace Nightjar.Load.Engine;

/// <summary>A non-blocking socket, with TLS on top once it has been asked for. Owns both until it is closed.</summary>
internal sealed class Carrier
{
    nint _ssl;

    /// <summary>Begins to connect from <paramref name="source"/> to <paramref name="address"/> (IPv4, host order).</summary>
    public Carrier(uint source, uint address, int port)
    {
        Descriptor = Libc.OpenSocket(source);
        if (!Libc.BeginConnect(Descriptor, address, port))
        {
            var error = Libc.Error;
            Libc.close(Descriptor);
            throw new IOException($"connect: errno {error}");
        }
    }

    public int Descriptor { get; }

    public bool IsEncrypted => _ssl != 0;

    /// <summary>Why nothing can be sent or received any more, or null.</summary>
    public string? Fault { get; private set; }

    public bool SessionReused => _ssl != 0 && OpenSsl.SSL_session_reused(_ssl) == 1;

    public void BeginTls(TlsSettings tls, nint session, bool direct) => _ssl = tls.Begin(Descriptor, session, direct);

    /// <summary>Whether the handshake is done; if not, and there is no fault, whether it waits to write rather than to read.</summary>
    public bool Handshake(out bool waitsToWrite)
    {
        OpenSsl.ERR_clear_error();
        var result = OpenSsl.SSL_do_handshake(_ssl);
        waitsToWrite = false;
        if (result != 1)
        {
            waitsToWrite = Check(result, "TLS handshake") == OpenSsl.WantWrite;
        }

        return result == 1;
    }

    /// <summary>Bytes taken; 0 when it would have to wait, or is broken.</summary>
    public int Send(ReadOnlySpan<byte> data)
    {
        if (_ssl != 0)
        {
            OpenSsl.ERR_clear_error();
            var written = OpenSsl.SSL_write(_ssl, data, data.Length);
            if (written <= 0)
            {
                Check(written, "TLS send");
            }

            return Math.Max(written, 0);
        }

        var sent = Libc.Send(Descriptor, data);
        if (sent < 0 && Libc.Error is var error and not (Libc.Again or Libc.Interrupted))
        {
            Fault = $"send: errno {error}";
        }

        return Math.Max(sent, 0);
    }

    /// <summary>Bytes read; 0 when there is nothing now, or it is broken.</summary>
    public int Receive(Span<byte> room)
    {
        if (_ssl != 0)
        {
            OpenSsl.ERR_clear_error();
            var read = OpenSsl.SSL_read(_ssl, room, room.Length);
            if (read <= 0)
            {
                Check(read, "TLS receive");
            }

            return Math.Max(read, 0);
        }

        var count = Libc.Receive(Descriptor, room);
        if (count == 0)
        {
            Fault = "the server closed the connection";
        }
        else if (count < 0 && Libc.Error is var error and not (Libc.Again or Libc.Interrupted))
        {
            Fault = $"receive: errno {error}";
        }

        return Math.Max(count, 0);
    }

    /// <summary>tls-exporter channel binding (RFC 9266).</summary>
    public byte[] ExportKeyingMaterial()
    {
        const string label = "EXPORTER-Channel-Binding";
        var output = new byte[32];
        OpenSsl.SSL_export_keying_material(_ssl, output, (nuint)output.Length, label, (nuint)label.Length, 0, 0, 1);
        return output;
    }

    public void Close()
    {
        if (_ssl != 0)
        {
            // Besides being polite: OpenSSL forgets the session of a connection that ends without it.
            OpenSsl.SSL_shutdown(_ssl);
            OpenSsl.SSL_free(_ssl);
            _ssl = 0;
        }

        Libc.close(Descriptor);
    }

    int Check(int result, string action)
    {
        var error = OpenSsl.SSL_get_error(_ssl, result);
        if (error is not (OpenSsl.WantRead or OpenSsl.WantWrite))
        {
            Fault = error == OpenSsl.ZeroReturn ? "the server closed the connection" : $"{action}: {OpenSsl.DescribeError()}";
        }

        return error;
    }
}
