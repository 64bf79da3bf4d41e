using Microsoft.Data.Sqlite;

namespace OneOnOne.Storage.Sqlite;

/// <summary>The database's own troubles, each in one line that says what to do.</summary>
public static class SqliteTrouble
{
    /// <summary>SQLITE_READONLY_DBMOVED: the file was moved or deleted while it was open.</summary>
    private const int Moved = 1032;

    /// <param name="database">How to name it, as the beginning of a sentence.</param>
    public static string Explain(string database, SqliteException e) => e.SqliteErrorCode switch
    {
        _ when e.SqliteExtendedErrorCode == Moved => $"{database} was moved away while it was in use. Put it back and run the same command again.",
        SQLitePCL.raw.SQLITE_NOTADB => NotOurs(database),
        SQLitePCL.raw.SQLITE_CORRUPT => $"{database} is damaged. Put a copy of it back; with a new one, briefs that were mailed before would be mailed once more.",
        SQLitePCL.raw.SQLITE_READONLY or SQLitePCL.raw.SQLITE_CANTOPEN or SQLitePCL.raw.SQLITE_PERM => $"{database} cannot be written. Check the folder's permissions, or choose another folder with --data.",
        SQLitePCL.raw.SQLITE_FULL or SQLitePCL.raw.SQLITE_IOERR => $"{database} cannot be written: the disk is full or failing. Nothing was half-written; make room and run the same command again.",
        SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED => $"{database} is in use by another process. Wait for it to end and run the same command again.",
        _ => $"{database} failed (SQLite error {e.SqliteErrorCode}). Nothing was half-written; run the same command again, or choose another folder with --data.",
    };

    public static string NotOurs(string database) => $"{database} is not a database of this program. Move it away, or choose another folder with --data.";
}
