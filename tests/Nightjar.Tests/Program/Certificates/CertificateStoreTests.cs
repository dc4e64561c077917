using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Nightjar.Server.Connections.Certificates;

namespace Nightjar.Tests.Program.Certificates;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class CertificateStoreTests : IDisposable
{
    private readonly CertificateFolder folder = new();
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    [Fact]
    public void A_renewed_file_is_picked_up_and_announced()
    {
        folder.Write(key, names: "example.org");
        var store = folder.Open(out _, "example.org")!;
        var changes = 0;
        store.Changed += () => changes++;
        using var renewed = folder.Write(key, names: ["example.org", "longer.example.org"]);

        store.CheckForChanges();
        store.CheckForChanges();

        Assert.Equal((1, renewed.SerialNumber), (changes, store.ForDomain("example.org").Leaf.SerialNumber));
    }

    [Fact]
    public void A_broken_new_file_keeps_the_old_certificate()
    {
        using var first = folder.Write(key, names: "example.org");
        var store = folder.Open(out _, "example.org")!;
        store.Changed += () => Assert.Fail("Nothing was replaced.");
        File.WriteAllText(folder.Chain, "half of it");

        store.CheckForChanges();
        store.Reload();

        Assert.Equal(first.SerialNumber, store.ForDomain("example.org").Leaf.SerialNumber);
    }

    [Fact]
    public void A_certificate_for_another_domain_does_not_start_and_says_why()
    {
        folder.Write(key, names: "other.example");

        Assert.Null(folder.Open(out var problems, "example.org"));
        Assert.Contains("is not for example.org", Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_development_certificate_is_accepted_by_whoever_trusts_its_authority()
    {
        var store = folder.Open(out _, "localhost", "münchen.example")!;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.ImportFromPemFile(store.DevelopmentAuthorityFile!);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.1"));

        var certificate = store.ForDomain("münchen.example");

        Assert.True(chain.Build(certificate.Leaf), string.Join(',', chain.ChainStatus.Select(s => s.StatusInformation)));
        Assert.True(certificate.Names.Cover("xn--mnchen-3ya.example"));
        Assert.True(certificate.Names.Cover("conference.xn--mnchen-3ya.example"));
    }

    [Fact]
    public void The_development_authority_cannot_vouch_for_anything_else()
    {
        var store = folder.Open(out _, "localhost")!;
        using var authority = X509Certificate2.CreateFromPemFile(store.DevelopmentAuthorityFile!, Path.ChangeExtension(store.DevelopmentAuthorityFile!, "key"));
        var request = new CertificateRequest("CN=x", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("bank.example");
        request.CertificateExtensions.Add(names.Build());
        using var forged = request.Create(authority, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddDays(1), [1]);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;

        Assert.False(chain.Build(forged));
    }

    [Fact]
    public void The_development_certificate_survives_a_restart_and_its_keys_are_private()
    {
        var first = folder.Open(out _, "localhost")!.ForDomain(null).Leaf.SerialNumber;
        var again = folder.Open(out _, "localhost")!.ForDomain(null).Leaf.SerialNumber;

        Assert.Equal(first, again);
        var keys = Directory.GetFiles(Path.Combine(folder.Folder, "data", "certificates"), "*.key");
        Assert.Equal(2, keys.Length);
        Assert.All(keys, f => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(f)));
    }

    [Fact]
    public void A_further_domain_gets_a_new_authority_that_covers_it()
    {
        folder.Open(out _, "localhost");

        var store = folder.Open(out _, "localhost", "example.org")!;

        Assert.True(store.ForDomain("example.org").Names.Cover("example.org"));
        Assert.True(store.ForDomain("localhost").Names.Cover("localhost"));
    }

    [Fact]
    public void The_certificate_is_chosen_by_name_and_services_share_their_domains()
    {
        var store = folder.Open(out _, "first.example", "second.example")!;

        Assert.Same(store.ForDomain("second.example"), store.ForDomain("conference.second.example"));
        Assert.Same(store.ForDomain("first.example"), store.ForDomain(null));
        Assert.Same(store.ForDomain("first.example"), store.ForDomain("unknown.example"));
        Assert.NotSame(store.ForDomain("first.example"), store.ForDomain("second.example"));
    }

    [Fact]
    public void An_expired_development_certificate_is_renewed()
    {
        var options = Path.Combine(folder.Folder, "own");
        var first = new DevelopmentAuthority(options, ["localhost"], TimeProvider.System).Issue("localhost");

        var later = new DevelopmentAuthority(options, ["localhost"], new ShiftedTime(TimeSpan.FromDays(61))).Issue("localhost");

        Assert.NotEqual(first.Leaf.SerialNumber, later.Leaf.SerialNumber);
    }

    public void Dispose()
    {
        folder.Dispose();
        key.Dispose();
    }

    private sealed class ShiftedTime(TimeSpan shift) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UtcNow + shift;
    }
}
