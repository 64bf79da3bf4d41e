using Microsoft.Data.Sqlite;
using OneOnOne.Storage.Sqlite;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Promises;

namespace OneOnOne.Tests.Storage;

public sealed class SqliteDatabaseTests : IDisposable
{
    private readonly PipelineFolder _folder = new();

    private string Database => _folder["oneonone.db"];

    [Fact]
    [Promise("R22", "a database of a newer program")]
    public void R22_A_database_of_a_newer_program_is_left_alone()
    {
        SqliteDatabase.Open(Database);
        Execute($"PRAGMA user_version = {SqliteDatabase.SchemaVersion + 1}");
        Assert.Equal(
            $"{Database} was written by a newer version of this program (schema {SqliteDatabase.SchemaVersion + 1}; this one knows {SqliteDatabase.SchemaVersion}). Update the program, or choose another folder with --data.",
            Assert.Throws<UserErrorException>(() => SqliteDatabase.Open(Database)).Message);
    }

    [Fact]
    public async Task A_database_from_before_there_were_journals_keeps_what_it_has_and_gains_one()
    {
        await new SqliteRunStore(SqliteDatabase.Open(Database)).TryCreateAsync(PipelineRecords.Run(), CancellationToken.None);
        Execute("DROP TABLE journal; PRAGMA user_version = 2");
        SqliteDatabase opened = SqliteDatabase.Open(Database);
        Assert.NotNull(await new SqliteJournal(opened).TryCreateAsync(Notes.Entry(Notes.Commitment()), CancellationToken.None));
        Assert.NotNull(await new SqliteRunStore(opened).ReadAsync(PipelineRecords.Run().Id, CancellationToken.None));
        Assert.Equal((long)SqliteDatabase.SchemaVersion, Scalar("PRAGMA user_version"));
    }

    [Fact]
    [Promise("R22", 5000, "bytes that are no database")]
    public void R22_A_file_that_is_no_database_is_left_as_it_is()
    {
        byte[] letter = [.. Enumerable.Repeat((byte)'x', 5000)];
        File.WriteAllBytes(Database, letter);
        Assert.Equal(
            $"{Database} is not a database of this program. Move it away, or choose another folder with --data.",
            Assert.Throws<UserErrorException>(() => SqliteDatabase.Open(Database)).Message);
        Assert.Equal(letter, File.ReadAllBytes(Database));
    }

    [Fact]
    public void Another_programs_database_is_left_as_it_is()
    {
        Execute("CREATE TABLE songs (title TEXT); PRAGMA user_version = 1");
        Assert.Equal(
            $"{Database} is not a database of this program. Move it away, or choose another folder with --data.",
            Assert.Throws<UserErrorException>(() => SqliteDatabase.Open(Database)).Message);
        Execute("PRAGMA user_version = 0");
        Assert.Throws<UserErrorException>(() => SqliteDatabase.Open(Database));
        Assert.Equal("songs", Scalar("SELECT group_concat(name) FROM sqlite_master"));
    }

    [Fact]
    public void A_folder_in_the_databases_place_is_named()
    {
        Directory.CreateDirectory(Database);
        Assert.Equal(
            $"{Database} cannot be written. Check the folder's permissions, or choose another folder with --data.",
            Assert.Throws<UserErrorException>(() => SqliteDatabase.Open(Database)).Message);
    }

    /// <summary>Nobody can make a file in /proc, not even root, whom permissions would not hold back.</summary>
    [SkippableFact(DisplayName = "A database in a folder that may not be written is named (needs Linux)")]
    public void A_database_in_a_folder_that_may_not_be_written_is_named()
    {
        Needs.That(OperatingSystem.IsLinux(), "This test needs Linux.");
        Assert.Equal(
            "/proc/oneonone.db cannot be written. Check the folder's permissions, or choose another folder with --data.",
            Assert.Throws<UserErrorException>(() => SqliteDatabase.Open("/proc/oneonone.db")).Message);
    }

    [Fact]
    public async Task Many_may_open_a_new_database_at_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => SqliteDatabase.Open(Database))));
        Assert.True(await new SqliteRunStore(SqliteDatabase.Open(Database)).TryCreateAsync(PipelineRecords.Run(), CancellationToken.None));
    }

    [Fact]
    public async Task What_was_written_is_there_when_the_file_is_opened_again()
    {
        await new SqliteRunStore(SqliteDatabase.Open(Database)).TryCreateAsync(PipelineRecords.Run(), CancellationToken.None);
        SqliteConnection.ClearAllPools();
        Assert.NotNull(await new SqliteRunStore(SqliteDatabase.Open(Database)).ReadAsync(PipelineRecords.Run().Id, CancellationToken.None));
    }

    public void Dispose() => _folder.Dispose();

    private void Execute(string sql) => Scalar(sql);

    private object? Scalar(string sql)
    {
        using SqliteConnection connection = new($"Data Source={Database}");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
