using Nightjar.Load.Client;

namespace Nightjar.Load;

/// <summary>Accounts of an attached server: lines of <c>jid password</c>.</summary>
internal static class AccountsFile
{
    public static List<Account> Read(string path)
    {
        List<Account> accounts = [];
        foreach (var line in File.ReadLines(path).Where(line => line.Length > 0))
        {
            if (line.Split(' ', 2) is not [var jid, var password] || jid.Split('@') is not [var local, var domain])
            {
                throw new IOException($"{path}: not 'jid password': {line}");
            }

            accounts.Add(new(local, domain, password));
        }

        return accounts.Count >= 2 ? accounts : throw new IOException($"{path}: at least two accounts are needed");
    }
}
