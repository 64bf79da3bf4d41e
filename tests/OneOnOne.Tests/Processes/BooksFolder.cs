using Microsoft.Data.Sqlite;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Processes;

/// <summary>The sample company's books, made once, and data folders that begin with a copy of them.</summary>
public sealed class BooksFolder : IDisposable
{
    private readonly PipelineFolder _folder = new();

    /// <returns>A data folder of that name that is ready to run.</returns>
    internal async Task<string> ReadyAsync(string name)
    {
        string books = _folder["books", "oneonone.db"];
        if (!File.Exists(books))
        {
            await LocalProcess.DoAsync(_folder["books"], "ingest", "--csv", PipelineCommand.Sample("2026-11-20"));
        }

        string data = _folder[name];
        Directory.CreateDirectory(data);
        File.Copy(books, Path.Combine(data, "oneonone.db"));
        return data;
    }

    /// <summary>Keeps everybody else from writing, as a long write of another process would.</summary>
    internal static SqliteConnection Locked(string data)
    {
        SqliteConnection connection = new($"Data Source={Path.Combine(data, "oneonone.db")};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        command.ExecuteNonQuery();
        return connection;
    }

    public void Dispose() => _folder.Dispose();
}
