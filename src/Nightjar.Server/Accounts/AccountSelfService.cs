using System.Net;

using Nightjar.Server.Configuration;
using Nightjar.Server.Storage;
using Nightjar.Xmpp.Addressing;
using Nightjar.Xmpp.Sasl;

namespace Nightjar.Server.Accounts;

/// <summary>
/// What people do to accounts themselves, the same for every way in (a client, later the web): register, change the password,
/// remove. The rules P11 and P13 and the registration limits hold here. Any thread.
/// </summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage(
    "Design", "CA1001", Justification = "Semaphores whose wait handle is never asked for own nothing.")]
public sealed class AccountSelfService
{
    /// <summary>Passwords hashed at a time: each takes 10 ms of a processor, and log-ins must not wait for registrations.</summary>
    private const int MaxHashing = 2;

    private readonly IStore _store;
    private readonly NightjarOptions _options;
    private readonly TimeProvider _time;
    private readonly RegistrationLimits _limits;
    private readonly RegistrationCodes _codes;
    private readonly FastTokens _tokens;
    private readonly SemaphoreSlim _hashing = new(MaxHashing);
    private readonly SemaphoreSlim _changing = new(1);

    internal AccountSelfService(IStore store, NightjarOptions options, TimeProvider time, FastTokens tokens)
    {
        _store = store;
        _options = options;
        _time = time;
        _tokens = tokens;
        _limits = new RegistrationLimits(time, options.Testing.NoRateLimits);
        _codes = new RegistrationCodes(store, time);
        Administration = new AccountAdministration(store, options, time);
    }

    /// <summary>Carries out removals; whoever runs sessions sets its <see cref="AccountAdministration.Ending"/>.</summary>
    internal AccountAdministration Administration { get; }

    /// <summary>Creates an account.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="name">The wanted user name as typed.</param>
    /// <param name="password">The wanted password.</param>
    /// <param name="code">A one-time code that opens a held name or a closed domain; null without one.</param>
    /// <param name="address">Where the request comes from.</param>
    /// <param name="cancellationToken">Ends the waiting, not what has begun.</param>
    public async Task<RegistrationResult> RegisterAsync(
        DomainOptions domain, string name, string password, string? code, IPAddress address, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(domain);
        ArgumentNullException.ThrowIfNull(address);
        bool isOpen = domain.Registration.Mode == RegistrationMode.Open;
        if (!isOpen && code is null)
        {
            return new(RegistrationOutcome.Closed, "Registration is closed on this server.");
        }

        if (Jid.TryCreate(name, Jid.Parse(domain.Name).Domain, null) is not { } bare)
        {
            return new(RegistrationOutcome.NameRefused, "This is not a user name. Please use lower-case letters and digits.");
        }

        RegistrationCodeCheck held = await _codes.CheckAsync(bare.ToString(), code, cancellationToken).ConfigureAwait(false);
        bool isRedeemed = held == RegistrationCodeCheck.Accepted;
        if (!isOpen && !isRedeemed)
        {
            return new(RegistrationOutcome.Closed, "Registration is closed on this server, and the code does not fit the name.");
        }

        // A name that is given back may be older than the rules.
        if (!isRedeemed && CheckName(domain, bare.Local!) is { } wrongName)
        {
            return wrongName;
        }

        if (CheckPassword(domain, bare.Local!, password) is { } wrongPassword)
        {
            return wrongPassword;
        }

        if (held == RegistrationCodeCheck.Held || await _store.Accounts.FindAsync(bare.ToString(), cancellationToken).ConfigureAwait(false) is not null)
        {
            return Taken;
        }

        if (!isRedeemed && !_limits.TryTake(domain.Name, address, domain.Registration))
        {
            return new(RegistrationOutcome.Limited, "Too many accounts were registered from your network lately. Please try again later.");
        }

        RegistrationResult result = default;
        try
        {
            result = await CreateAsync(bare, password, cancellationToken).ConfigureAwait(false);
            if (result.IsDone && isRedeemed)
            {
                await _codes.ForgetAsync(bare.ToString(), cancellationToken).ConfigureAwait(false);
            }

            return result;
        }
        catch
        {
            result = new(RegistrationOutcome.Closed);
            throw;
        }
        finally
        {
            if (!isRedeemed && !result.IsDone)
            {
                _limits.GiveBack(domain.Name, address);
            }
        }
    }

    /// <summary>
    /// Replaces the password of an account whose owner has logged in. Every token for logging in without it dies; ending
    /// the other sessions is the caller's.
    /// </summary>
    public async Task<RegistrationResult> ChangePasswordAsync(
        DomainOptions domain, Jid bare, OwnerId owner, string password, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(domain);
        ArgumentNullException.ThrowIfNull(bare);
        if (CheckPassword(domain, bare.Local!, password) is { } wrong)
        {
            return wrong;
        }

        if (await HashAsync(password, cancellationToken).ConfigureAwait(false) is not { } credentials)
        {
            return Unusable;
        }

        await _changing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Tokens first and last: one that is being issued meanwhile was asked for with the old password.
            await _tokens.RevokeAsync(owner, cancellationToken).ConfigureAwait(false);
            await _store.Accounts.SetCredentialsAsync(owner, credentials, cancellationToken).ConfigureAwait(false);
            await _tokens.RevokeAsync(owner, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _changing.Release();
        }

        return default;
    }

    /// <summary>
    /// Adds the keys of another hash for the same password (XEP-0480). Nothing happens when the password has changed since
    /// <paramref name="known"/> was read.
    /// </summary>
    internal async Task AddKeysAsync(CredentialLookup lookup, LoginKeys known, ScramCredentials added)
    {
        await _changing.WaitAsync().ConfigureAwait(false);
        try
        {
            if (!await lookup.IsCurrentAsync(known).ConfigureAwait(false)
                || await _store.Accounts.GetCredentialsAsync(known.Record!.Owner).ConfigureAwait(false) is not { } present
                || present.Find(added.Hash.MechanismName()) is not null)
            {
                return;
            }

            await _store.Accounts.SetCredentialsAsync(
                known.Record.Owner, new AccountCredentials([.. present.Keys, PasswordHashing.ToKeys(added)])).ConfigureAwait(false);
            _tokens.Revise();
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Deletes an account with all it has, as its owner asked (P8). Its sessions end.</summary>
    /// <param name="bare">The account.</param>
    /// <param name="spared">The session that asked, which its caller ends after telling it; or null.</param>
    /// <param name="cancellationToken">Ends the waiting, not what has begun.</param>
    public Task<AccountResult> RemoveAsync(Jid bare, Jid? spared, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(bare);
        return Administration.RemoveAsync(bare.ToString(), spared, cancellationToken);
    }

    private static RegistrationResult Taken => new(RegistrationOutcome.Taken, "This user name is taken. Please choose another.");

    private static RegistrationResult Unusable => new(RegistrationOutcome.PasswordRefused, "This password cannot be used.");

    private RegistrationResult? CheckName(DomainOptions domain, string name)
    {
        RuleVerdict verdict = _options.Testing.NoNameAndPasswordRules ? default : new UserNameRules(domain.UserNames).Check(name);
        return verdict.IsAllowed ? null : new(RegistrationOutcome.NameRefused, verdict.Explanation);
    }

    private RegistrationResult? CheckPassword(DomainOptions domain, string name, string password)
    {
        if (_options.Testing.NoNameAndPasswordRules)
        {
            return null;
        }

        RuleVerdict verdict = new PasswordRules(domain.Passwords).Check(name, password);
        return verdict.IsAllowed ? null : new(RegistrationOutcome.PasswordRefused, verdict.Explanation);
    }

    private async Task<RegistrationResult> CreateAsync(Jid bare, string password, CancellationToken cancellationToken)
    {
        if (await HashAsync(password, cancellationToken).ConfigureAwait(false) is not { } credentials)
        {
            return Unusable;
        }

        AccountCreation creation = await _store.Accounts.CreateAsync(
            bare.ToString(),
            new NewAccount
            {
                Credentials = credentials,
                Origin = AccountOrigin.Registered,
                Created = DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime),
            },
            cancellationToken).ConfigureAwait(false);
        return creation.Outcome == AccountCreationOutcome.Created ? default : Taken;
    }

    private async Task<AccountCredentials?> HashAsync(string password, CancellationToken cancellationToken)
    {
        await _hashing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => PasswordHashing.Derive(password, _options.Sasl), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _hashing.Release();
        }
    }
}
