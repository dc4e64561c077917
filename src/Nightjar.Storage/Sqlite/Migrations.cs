using Nightjar.Server.Storage;

namespace Nightjar.Storage.Sqlite;

/// <summary>Numbered steps forward; the number of the last one stands in the file (<c>user_version</c>). There is no way back.</summary>
static class Migrations
{
    /// <summary>Brings a file to the newest form, each step in its own transaction.</summary>
    /// <exception cref="StorageException"><see cref="StorageErrorKind.TooNew"/>: a newer program wrote it.</exception>
    public static void Apply(Database database, IReadOnlyList<string> steps)
    {
        try
        {
            var version = (int)(long)database.Scalar("PRAGMA user_version")!;
            if (version > steps.Count)
            {
                throw new StorageException(
                    StorageErrorKind.TooNew,
                    $"{database.Path} has format {version}, and this program knows formats up to {steps.Count}: "
                    + "it was used by a newer version of Nightjar. Install that version, or restore an older backup.");
            }

            for (; version < steps.Count; version++)
            {
                database.Script($"BEGIN IMMEDIATE; {steps[version]} PRAGMA user_version={version + 1}; COMMIT;");
            }
        }
        catch (Exception e)
        {
            if (e is not StorageException)
            {
                database.Rollback();
            }

            throw SqliteErrors.Translate(e, database.Path);
        }
    }
}
