using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OneOnOne.Local.Mail;
using OneOnOne.Local.Queue;
using OneOnOne.Pipeline;
using OneOnOne.Privacy;
using OneOnOne.Settings;
using OneOnOne.Storage;
using OneOnOne.Storage.Sqlite;

namespace OneOnOne.Local;

/// <summary>The product in one process: SQLite, the in-process queue, an outbox folder or an SMTP server.</summary>
internal static class Composition
{
    /// <exception cref="UserErrorException">A setting, the data folder or the database is not usable.</exception>
    public static ServiceProvider Build(DataFolder folder, TimeProvider clock, OneOnOneSettings settings, Func<IMailGateway>? mail = null)
    {
        ServiceCollection services = new();
        Add(services, folder, clock, settings, mail);
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    public static void Add(IServiceCollection services, DataFolder folder, TimeProvider clock, OneOnOneSettings settings, Func<IMailGateway>? mail = null)
    {
        SqliteDatabase database = SqliteDatabase.Open(folder.Create().Database);
        services.AddOneOnOne(settings with
        {
            // This process holds the data folder's lock: a run that stands still is one that an earlier process left behind.
            Plan = settings.Plan with { StandStill = TimeSpan.Zero },
        });
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning));
        services.AddSingleton(clock)
            .AddSingleton(new Worker($"local-{Environment.ProcessId}-{Guid.NewGuid():N}", Alone: true))
            .AddSingleton<IBookStore>(new SqliteBookStore(database))
            .AddSingleton<IRunStore>(new SqliteRunStore(database))
            .AddSingleton<IJournal>(new SqliteJournal(database))
            .AddSingleton(RetrySchedule.Default with { Ends = failure => Trouble.Explain(failure) is not null })
            .AddSingleton<IAuditLog>(new SqliteAuditLog(database))
            .AddSingleton<IErasure>(new SqliteErasure(database))
            .AddSingleton<ISentMails>(new OutboxMails(folder.Outbox))
            .AddSingleton<InProcessQueue>()
            .AddSingleton<IMessageQueue>(provider => provider.GetRequiredService<InProcessQueue>())
            .AddSingleton<IMailGateway>(_ => (mail ?? (() => OutboxGateway.Open(folder.Outbox)))());
    }

    /// <summary>For the verbs that only read.</summary>
    /// <exception cref="UserErrorException">There is no database yet.</exception>
    public static ServiceProvider BuildToRead(DataFolder folder)
    {
        RequireDatabase(folder);
        return Build(folder, TimeProvider.System, OneOnOneSettings.Read(Configuration(folder)));
    }

    /// <exception cref="UserErrorException">There is no database yet.</exception>
    public static void RequireDatabase(DataFolder folder)
    {
        if (!File.Exists(folder.Database))
        {
            throw new UserErrorException($"There is no database in {folder.Root}. Run `ingest --csv DIR` first, or name another folder with --data.");
        }
    }

    /// <summary>Environment variables, over settings.json of the data folder where there is one.</summary>
    /// <exception cref="UserErrorException">A file or a value is not readable.</exception>
    public static IConfiguration Configuration(DataFolder folder)
    {
        try
        {
            return new ConfigurationBuilder()
                .AddJsonFile(Path.GetFullPath(folder.SettingsFile), optional: true)
                .AddEnvironmentVariables()
                .Build();
        }
        catch (InvalidDataException e)
        {
            throw new UserErrorException($"{folder.SettingsFile} is no JSON file that can be read: {e.InnerException?.Message ?? e.Message}", e);
        }
    }
}
