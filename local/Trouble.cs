using Microsoft.Data.Sqlite;

namespace OneOnOne.Local;

/// <summary>Puts the machine's own troubles into one line. Null for what is our bug: that shows its stack trace.</summary>
internal static class Trouble
{
    public static string? Explain(Exception e) => e switch
    {
        SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_FULL } => "The disk is full. Nothing was half-written; make room and run the same command again.",
        SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED } => "The database is in use by another process. Wait for it to end and run the same command again.",
        SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_READONLY } => "The database cannot be written. Check the data folder's permissions, or choose another one with --data.",
        SqliteException sqlite => $"The database failed (SQLite error {sqlite.SqliteErrorCode}). Nothing was half-written; run the same command again, or choose another folder with --data.",
        UnauthorizedAccessException => $"{e.Message} Check the permissions, or choose another folder.",
        IOException => $"{e.Message} Nothing was half-written; mend that and run the same command again.",
        _ => null,
    };
}
