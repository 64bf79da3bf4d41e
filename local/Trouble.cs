using Microsoft.Data.Sqlite;
using OneOnOne.Storage.Sqlite;

namespace OneOnOne.Local;

/// <summary>Puts the machine's own troubles into one line. Null for what is our bug: that shows its stack trace.</summary>
internal static class Trouble
{
    public static string? Explain(Exception e) => e switch
    {
        SqliteException sqlite => SqliteTrouble.Explain("The database", sqlite),
        UnauthorizedAccessException => $"{e.Message} Check the permissions, or choose another folder.",
        IOException => $"{e.Message} Nothing was half-written; mend that and run the same command again.",
        _ => null,
    };
}
