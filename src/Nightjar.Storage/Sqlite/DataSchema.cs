namespace Nightjar.Storage.Sqlite;

/// <summary>The steps of <c>data.db</c>. A step that was released is never edited: a change is a new step.</summary>
static class DataSchema
{
    public static IReadOnlyList<string> Steps { get; } =
    [
        // Tables with an owner first in the key have no rowid: random ids as the only order tell nothing about time.
        // The archive has one, because appending at the end costs a fifth of inserting in the middle.
        """
        CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;

        CREATE TABLE accounts (
            owner BLOB PRIMARY KEY,
            name_hash BLOB NOT NULL,
            name_generation INTEGER NOT NULL,
            domain_hash BLOB NOT NULL,
            state INTEGER NOT NULL,
            origin INTEGER NOT NULL,
            created INTEGER NOT NULL,
            last_used INTEGER,
            name BLOB NOT NULL,
            credentials BLOB NOT NULL) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX accounts_name ON accounts (name_hash);

        CREATE TABLE reserved (name_hash BLOB PRIMARY KEY, generation INTEGER NOT NULL) STRICT, WITHOUT ROWID;

        CREATE TABLE roster_versions (owner BLOB PRIMARY KEY, version INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE roster (
            owner BLOB NOT NULL,
            peer_hash BLOB NOT NULL,
            item BLOB NOT NULL,
            PRIMARY KEY (owner, peer_hash)) STRICT, WITHOUT ROWID;

        CREATE TABLE keyvalue (
            owner BLOB NOT NULL,
            category_hash BLOB NOT NULL,
            key_hash BLOB NOT NULL,
            value BLOB NOT NULL,
            PRIMARY KEY (owner, category_hash, key_hash)) STRICT, WITHOUT ROWID;

        CREATE TABLE archive (
            id INTEGER PRIMARY KEY,
            owner BLOB NOT NULL,
            seq INTEGER NOT NULL,
            peer_hash BLOB NOT NULL,
            hour INTEGER NOT NULL,
            deliver INTEGER NOT NULL,
            message BLOB NOT NULL) STRICT;
        CREATE UNIQUE INDEX archive_owner ON archive (owner, seq);
        CREATE TABLE archive_hours (hour INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL) STRICT;

        CREATE TABLE delivery (owner BLOB PRIMARY KEY, mark BLOB NOT NULL) STRICT, WITHOUT ROWID;

        CREATE TABLE purge (
            owner BLOB NOT NULL,
            scope INTEGER NOT NULL,
            last_seq INTEGER NOT NULL,
            generation INTEGER NOT NULL,
            PRIMARY KEY (owner, scope)) STRICT, WITHOUT ROWID;
        """,
    ];
}
