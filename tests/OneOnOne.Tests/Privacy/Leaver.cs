using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Journal;
using OneOnOne.Local;
using OneOnOne.Local.Queue;
using OneOnOne.Meetings;
using OneOnOne.Pipeline;
using OneOnOne.Privacy;
using OneOnOne.Settings;
using OneOnOne.Storage;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Privacy;

/// <summary>
/// A company of which one rep, Zebulon, leaves, on any store: manager mia with zebulon and ria. Whatever is about him has a word in it that
/// nothing else has. One of his deals was Ria's before, and one of hers was his.
/// </summary>
internal sealed class Leaver : IDisposable
{
    public const string Id = "zebulon";

    /// <summary>In his name, his address, his deals and their accounts.</summary>
    public static readonly string[] Words = [Id, "Quixote", "Windmill"];

    public static readonly DateTimeOffset First = PipelineCompany.Monday.AddDays(-7);

    private static readonly CancellationToken None = CancellationToken.None;
    private readonly ServiceProvider _services;

    public Leaver(IBookStore books, IRunStore runs, IJournal journal, IAuditLog audit, IErasure erasure, RetentionSettings? retention = null)
    {
        ServiceCollection services = new();
        services.AddOneOnOne(new OneOnOneSettings(new ThresholdSet(new Thresholds()), new CompanySettings(), new PlanSettings { Lead = TimeSpan.FromHours(48), StandStill = TimeSpan.Zero }, new DeliverySettings())
        {
            Retention = retention ?? new RetentionSettings(),
        });
        services.AddLogging(logging => logging.ClearProviders());
        services.AddSingleton<TimeProvider>(Clock).AddSingleton(new Worker("leaver", Alone: true)).AddSingleton(books).AddSingleton(runs).AddSingleton(journal).AddSingleton(audit).AddSingleton(erasure)
            .AddSingleton<InProcessQueue>().AddSingleton<IMessageQueue>(provider => provider.GetRequiredService<InProcessQueue>()).AddSingleton<IMailGateway>(new PipelineMail())
            .AddSingleton(new RetrySchedule([TimeSpan.Zero]));
        _services = services.BuildServiceProvider();
    }

    public static PersonId Zebulon { get; } = new(Id);

    public static PersonId Ria { get; } = new("ria");

    public static PersonId Mia { get; } = new("mia");

    public PipelineClock Clock { get; } = new(PipelineCompany.Monday.AddHours(6));

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public Task<IngestReport> IngestAsync(MemorySource source) => Get<IngestStep>().RunAsync(source, new Discard(), null, None);

    public Task ForgetAsync(PersonId? person = null, bool alone = true) => Get<ForgetStep>().RunAsync(person ?? Zebulon, alone, None);

    /// <summary>Everything that there can be about him: every kind of record names him before he goes.</summary>
    public async Task FillAsync()
    {
        await IngestAsync(Export(1, First));
        await IngestAsync(Export(2, PipelineCompany.Monday));
        await Pipelines.RunOnceAsync(_services, None);
        DateTimeOffset now = Clock.Now;
        foreach (RunSummary run in await Pipelines.RunsAsync(_services, None))
        {
            await Get<IRunStore>().SaveAsync(new DeliveryEvent(run.Run.Id, Audience.Rep, DeliveryEventKind.Delivered, now), None);
            await Get<IRunStore>().SaveAsync(new DeadLetter($"letter-{run.Run.Id}", Subscription.DeliverBrief, $$"""{"run":"{{run.Run.Id}}"}""", "gave-up", 7, now), None);
        }

        await Get<IJournal>().TryCreateAsync(Notes.Entry(Notes.Commitment("Ask the Windmill people"), "z1", new Signature(Zebulon, SignedAs.Rep, now), rep: Zebulon), None);
        await Get<IJournal>().TryCreateAsync(Notes.Entry(new Topic { Text = "by him, in hers" }, "r1", new Signature(Zebulon, SignedAs.Manager, now), rep: Ria), None);
        await Get<IJournal>().TryCreateAsync(Notes.Entry(new Topic { Text = "by her, changed by him" }, "r2", new Signature(Ria, SignedAs.Rep, now), rep: Ria) with { Changed = new Signature(Zebulon, SignedAs.Manager, now) }, None);
        await Get<IAuditLog>().WriteAsync(
            [
                new AuditRecord(new Reader(ReaderKind.Person, "mia"), Zebulon, AuditedThing.ManagerHalf, now),
                new AuditRecord(new Reader(ReaderKind.Person, Id), Zebulon, AuditedThing.RepHalf, now),
                new AuditRecord(new Reader(ReaderKind.Person, Id), Ria, AuditedThing.Findings, now) { Refused = true },
            ],
            None);
    }

    /// <param name="edition">In the first, one deal is still Ria's and another still Zebulon's.</param>
    public static MemorySource Export(int edition, DateTimeOffset at)
    {
        RowPosition row = new("some.csv", 2);
        PersonRow Person(string id, string name) => new(row, new PersonId(id)) { Name = name, Email = $"{name.Replace(' ', '.')}@example.com", Manager = id == "mia" ? null : Mia, TimeZone = "UTC", Active = true };
        OpportunityRow Deal(string id, PersonId owner, string name, Outcome outcome = Outcome.Open) => new(row, new OpportunityId(id), owner, outcome == Outcome.Won ? "Closed Won" : "Proposal", outcome)
        {
            Name = name,
            Account = name + " Inc",
            Amount = new Money(1000 + edition, "EUR"),
            CreatedAt = First.AddDays(-60),
            ClosedAt = outcome == Outcome.Won ? First.AddDays(-3) : null,
            CloseDate = new DateOnly(2026, 2, 10),
            StageEntries = [new StageEntry("Proposal", First.AddDays(-50)), .. outcome == Outcome.Won ? new[] { new StageEntry("Closed Won", First.AddDays(-3)) } : []],
        };
        MeetingRow Meeting(string rep) => new(row, $"meet-{rep}", Mia, new PersonId(rep), Cadence.Weekly, new DateOnly(2026, 1, 6), new TimeOnly(10, 0), "UTC", 45);
        return new MemorySource(
            $"edition {edition} of {at:O}",
            at,
            [
                Person("mia", "Mia Manager"), Person(Id, "Don Quixote"), Person("ria", "Ria Rep"),
                Deal("z-1", Zebulon, "Windmill one"), Deal("z-2", Zebulon, "Windmill two", Outcome.Won), Deal("r-1", Ria, "Bridge"), Deal("r-2", Ria, "Tower", Outcome.Won),
                Deal("to-him", edition == 1 ? Ria : Zebulon, "Windmill three"), Deal("from-him", edition == 1 ? Zebulon : Ria, "Bazaar"),
                new ActivityRow(row, new OpportunityId("z-1"), Zebulon, ActivityKind.Call, First.AddDays(-9), true, "a-1"),
                new ActivityRow(row, new OpportunityId("r-1"), Zebulon, ActivityKind.Call, First.AddDays(-8), true, "a-2"),
                new StageHistoryRow(row, new OpportunityId("z-1"), new StageEntry("Proposal", First.AddDays(-40))),
                new CloseDateHistoryRow(row, new OpportunityId("z-1"), new CloseDateChange(First.AddDays(-5), new DateOnly(2026, 2, 1), new DateOnly(2026, 2, 10))),
                new QuotaRow(row, Zebulon, new DateOnly(2026, 1, 1), new DateOnly(2026, 3, 31), new Money(9000, "EUR")),
                Meeting(Id), Meeting("ria"),
                new MeetingExceptionRow(row, $"meet-{Id}", new DateOnly(2026, 2, 24), null, "Windmill day"),
            ]);
    }

    public void Dispose() => _services.Dispose();

    private sealed class Discard : OneOnOne.Ingest.IQuarantine
    {
        public void Add(OneOnOne.Ingest.QuarantinedRow row)
        {
        }
    }
}
