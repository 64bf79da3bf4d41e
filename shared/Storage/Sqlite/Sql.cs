using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace OneOnOne.Storage.Sqlite;

/// <summary>A few words of SQL, always with parameters.</summary>
internal static class Sql
{
    public static SqliteCommand Command(this SqliteConnection connection, string text, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = text;
        foreach ((string name, object value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }

    public static ValueTask<T?> FindAsync<T>(this SqliteConnection connection, string text, (string Name, object Value)[] parameters, CancellationToken cancellation)
        where T : class => connection.QueryAsync<T>(text, parameters, cancellation).FirstOrDefaultAsync(cancellation);

    public static ValueTask<T?> FindAsync<T>(
        this SqliteConnection connection, string text, (string Name, object Value)[] parameters, ReadBody<T> read, CancellationToken cancellation)
        where T : class => connection.QueryAsync(text, parameters, read, cancellation).FirstOrDefaultAsync(cancellation);

    /// <summary>How a document's bytes are read.</summary>
    public delegate T ReadBody<T>(ReadOnlySpan<byte> body);

    /// <summary>Reads documents; the first column is the body.</summary>
    public static IAsyncEnumerable<T> QueryAsync<T>(this SqliteConnection connection, string text, (string Name, object Value)[] parameters, CancellationToken cancellation) =>
        connection.QueryAsync(text, parameters, Json.Read<T>, cancellation);

    public static async IAsyncEnumerable<T> QueryAsync<T>(
        this SqliteConnection connection, string text, (string Name, object Value)[] parameters, ReadBody<T> read, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using SqliteCommand command = connection.Command(text, parameters);
        await using SqliteDataReader reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            yield return read(reader.GetFieldValue<byte[]>(0));
        }
    }

    public static ValueTask<List<T>> ListAsync<T>(this SqliteConnection connection, string text, (string Name, object Value)[] parameters, CancellationToken cancellation) =>
        connection.QueryAsync<T>(text, parameters, cancellation).ToListAsync(cancellation);

    public static async Task<int> ExecuteAsync(this SqliteConnection connection, string text, (string Name, object Value)[] parameters, CancellationToken cancellation)
    {
        await using SqliteCommand command = connection.Command(text, parameters);
        return await command.ExecuteNonQueryAsync(cancellation);
    }
}
