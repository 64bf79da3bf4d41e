using OneOnOne.Analysis.Chances;
using OneOnOne.Crm;
using OneOnOne.Evaluation;
using OneOnOne.Ingest;
using OneOnOne.Ingest.Csv;
using OneOnOne.Local.Generation;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Generation;

namespace OneOnOne.Tests.Evaluation;

/// <summary>What is said of a week of the past depends on nothing that came after it.</summary>
public sealed class NoPeekingTests
{
    private const int WeeksBetween = 10;

    [Fact]
    public async Task What_a_later_export_says_of_a_week_is_what_that_weeks_export_says()
    {
        using GeneratedFolder company = await CompanyAsync();
        ISnapshotSource[] seenThen = [.. company.Company.Snapshots.Take(2).Select(one => Past.Folder(one.Folder))];
        string last = company.Company.Snapshots[^1].Folder;

        // Before the second of them was taken: what happened that day afterwards, only a later export tells.
        DateTimeOffset then = Midnight(company.Company.Snapshots[1].TakenAt);
        Said[] said = Said.At(then, await Past.OfAsync(seenThen));
        Assert.InRange(said.Length, 50, 200);
        Assert.Contains(said, one => one.Flags.HasFlag(Flag.StallNothingBooked));
        Assert.Contains(said, one => one.Flags.HasFlag(Flag.Overdue));
        Assert.Equal(said, Said.At(then, await Past.OfAsync([Past.Folder(last), .. seenThen])));

        // The later export alone does not tell what was booked then: that, and nothing else, is missing.
        const Flag Booked = Flag.StallIdle | Flag.StallNothingBooked | Flag.AnyFinding;
        Assert.Equal(
            said.Select(one => one with { Flags = one.Flags & ~Booked }),
            Said.At(then, await Past.OfAsync(Past.Folder(last))).Select(one => one with { Flags = one.Flags & ~Booked }));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Another_future_changes_nothing(int seed)
    {
        using GeneratedFolder company = await CompanyAsync();
        DateTimeOffset then = Midnight(company.Company.Snapshots[1].TakenAt);
        List<SnapshotRow> rows = [];
        await foreach (SnapshotRow row in CsvSnapshotSource.Open(company.Company.Snapshots[^1].Folder).RowsAsync(new SectionCounts(new NoBadRows()), CancellationToken.None))
        {
            rows.Add(row);
        }

        DateTimeOffset until = new(company.Company.Snapshots[^1].TakenAt);
        Said[] said = Said.At(then, await Past.OfAsync(new MemorySource("as it was", until, rows)));
        History other = await Past.OfAsync(new MemorySource("as it was not", until, new OtherFuture(then, seed).Of(rows)));
        Assert.Equal(said, Said.At(then, other));
        Assert.NotEqual(
            Fates(then, await Past.OfAsync(new MemorySource("as it was", until, rows))),
            Fates(then, other));
    }

    private static Task<GeneratedFolder> CompanyAsync() => GeneratedFolder.MakeAsync(root => new GeneratorOptions(6, WeeksBetween + 1, 5, root, GeneratorOptions.DefaultUntil) { OpportunitiesPerRep = 90, ActivitiesPerOpportunity = 8 });

    private static DateTimeOffset Midnight(DateTime instant) => new(instant.Date, TimeSpan.Zero);

    private static (OpportunityId, Fate)[] Fates(DateTimeOffset then, History history) =>
        [.. history.Lives.Where(life => life.At(then) is { IsOpen: true }).Select(life => (life.Id, life.FateOf(then, then.AddDays(60))))];

    private sealed record Said(int Deal, Flag Flags, double? Win, DealRisk? Risk)
    {
        public static Said[] At(DateTimeOffset instant, History history) =>
            [.. new Replay(history, Past.Settings, new ReplayOptions(52, 90, 1)).SaidAt(instant).Select(one => new Said(one.Deal, one.Flags, one.Win, one.Risk))];
    }

    private sealed class NoBadRows : IQuarantine
    {
        public void Add(QuarantinedRow row) => Assert.Fail($"{row.File} row {row.Row} is {row.Code}");
    }

    /// <summary>Keeps what was before an instant and makes up the rest: open for good, lost the next week, or pushed and won, by lot.</summary>
    private sealed class OtherFuture(DateTimeOffset then, int seed)
    {
        private readonly SplitMix _lots = new((ulong)seed);

        public IEnumerable<SnapshotRow> Of(IReadOnlyList<SnapshotRow> rows)
        {
            ILookup<OpportunityId, StageEntry> entries = rows.OfType<StageHistoryRow>().Where(row => row.Entry.At <= then).ToLookup(row => row.Opportunity, row => row.Entry);
            ILookup<OpportunityId, CloseDateChange> changes = rows.OfType<CloseDateHistoryRow>().ToLookup(row => row.Opportunity, row => row.Change);
            HashSet<OpportunityId> known = [.. rows.OfType<OpportunityRow>().Where(row => row.CreatedAt <= then).Select(row => row.Id)];
            foreach (SnapshotRow row in rows)
            {
                switch (row)
                {
                    case OpportunityRow deal when known.Contains(deal.Id) && IsOpen(entries[deal.Id].Last()):
                        foreach (SnapshotRow made in Made(deal, entries[deal.Id].Last(), changes[deal.Id]))
                        {
                            yield return made;
                        }

                        break;
                    case OpportunityRow deal when known.Contains(deal.Id):
                        StageEntry closing = entries[deal.Id].Last();
                        yield return deal with { Stage = closing.Stage, Outcome = closing.Stage == "Closed Won" ? Outcome.Won : Outcome.Lost, ClosedAt = closing.At, CloseDate = DateAt(deal, changes[deal.Id]) };
                        break;
                    case StageHistoryRow { Entry.At: var at } entry when at <= then && known.Contains(entry.Opportunity):
                    case CloseDateHistoryRow { Change.At: var moved } change when moved <= then && known.Contains(change.Opportunity):
                    case ActivityRow { At: var done } activity when done <= then && (activity.Opportunity is not { } id || known.Contains(id)):
                    case PersonRow:
                        yield return row;
                        break;
                    default:
                        break;
                }
            }
        }

        private static bool IsOpen(StageEntry entry) => !entry.Stage.StartsWith("Closed", StringComparison.Ordinal);

        private DateOnly? DateAt(OpportunityRow deal, IEnumerable<CloseDateChange> changes)
        {
            CloseDateChange[] all = [.. changes];
            return Array.FindLast(all, change => change.At <= then)?.To ?? (all.Length > 0 ? all[0].From : deal.CloseDate);
        }

        private IEnumerable<SnapshotRow> Made(OpportunityRow deal, StageEntry now, IEnumerable<CloseDateChange> changes)
        {
            DateOnly date = DateAt(deal, changes)!.Value;
            OpportunityRow open = deal with { Stage = now.Stage, Outcome = Outcome.Open, ClosedAt = null, CloseDate = date };
            DateTimeOffset later = then.AddDays(_lots.Between(3, 40));
            switch (_lots.Between(0, 2))
            {
                case 0:
                    yield return open;
                    break;
                case 1:
                    yield return open with { Stage = "Closed Lost", Outcome = Outcome.Lost, ClosedAt = later };
                    yield return Rows.Entered(deal.Id.Value, "Closed Lost", 1) with { Entry = new StageEntry("Closed Lost", later) };
                    yield return Rows.Did(deal.Id.Value, 1) with { At = then.AddDays(1) };
                    break;
                default:
                    yield return open with { Stage = "Closed Won", Outcome = Outcome.Won, ClosedAt = later.AddDays(5), CloseDate = date.AddDays(30) };
                    yield return Rows.Moved(deal.Id.Value, 1, 1, 2) with { Change = new CloseDateChange(later, date, date.AddDays(30)) };
                    break;
            }
        }
    }
}
