using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Pipeline;
using OneOnOne.Settings;

namespace OneOnOne.Tests.Builders;

/// <summary>Ledger records with every field set.</summary>
internal static class PipelineRecords
{
    public static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    public static Run Run(string id = "2026-03-03-abc") => new()
    {
        Id = new RunId(id),
        MeetingId = "meet-rob",
        Manager = new PersonId("mia"),
        Rep = new PersonId("rob"),
        On = new DateOnly(2026, 3, 3),
        StartsAt = Now.AddHours(26),
        TimeZone = "Europe/Berlin",
        Minutes = 45,
        AssumedMeeting = true,
        MovedBecause = "on site",
        LastMeetingAt = Now.AddDays(-6),
        LastRun = new RunId("2026-02-24-abc"),
        AsOf = Now,
        PlannedAt = Now,
        DeadlineAt = Now.AddMinutes(30),
    };

    public static Delivery Delivery(string run = "2026-03-03-abc", Audience audience = Audience.Rep) => new()
    {
        Run = new RunId(run),
        Audience = audience,
        To = new PersonId(audience == Audience.Rep ? "rob" : "mia"),
        StartsAt = Now.AddHours(26),
    };

    public static ImmutableArray<Delivery> Both(string run = "2026-03-03-abc") => [Delivery(run, Audience.Manager), Delivery(run)];

    public static PartResult Part(AnalysisPart part, string snapshot = "s1", int notes = 1) => new(part, snapshot, [], [new DataNote(DataIssue.NoAmount, notes)]);

    public static BriefPair Pair(Run run, string snapshot = "s1") => BriefComposer.Compose(new BriefMaterial
    {
        Manager = new Person(run.Manager, "Mia Manager"),
        Rep = new Person(run.Rep, "Rob Rep"),
        Book = null,
        Parts = [Part(AnalysisPart.Stalls, snapshot)],
        Missing = [AnalysisPart.Slips],
        Before = null,
        Journal = [],
        Meeting = new MeetingFacts(run.StartsAt, run.Minutes, run.LastMeetingAt, run.MovedBecause, run.AssumedMeeting),
        Context = new AnalysisSettings(new ThresholdSet(new Thresholds()), new CompanySettings()).ContextFor(run.AsOf, run.LastMeetingAt, run.Manager, run.TimeZone, run.Country),
        Company = new CompanySettings(),
    });
}
