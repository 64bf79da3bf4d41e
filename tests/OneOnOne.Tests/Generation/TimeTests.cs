using OneOnOne.Local.Generation;

namespace OneOnOne.Tests.Generation;

/// <summary>Each snapshot is a true past of the next one.</summary>
public sealed class TimeTests
{
    private const string Vanished = "OPP-S16";

    private static Task<GeneratedFolder> PlainAsync() =>
        GeneratedFolder.MakeAsync(folder => new GeneratorOptions(Reps: 24, Weeks: 4, Seed: 11, folder, GeneratorOptions.DefaultUntil));

    [Theory]
    [InlineData("stage_history.csv")]
    [InlineData("close_date_history.csv")]
    public async Task What_happened_stays_as_it_happened(string file)
    {
        using GeneratedFolder company = await PlainAsync();
        foreach ((SnapshotFiles earlier, SnapshotFiles later) in Pairs(company))
        {
            Assert.Subset(later.Lines(file).ToHashSet(StringComparer.Ordinal), earlier.Lines(file).ToHashSet(StringComparer.Ordinal));
        }
    }

    [Theory]
    [InlineData("stage_history.csv")]
    [InlineData("close_date_history.csv")]
    public void In_the_sample_only_the_deal_that_vanishes_takes_its_past_along(string file)
    {
        SnapshotFiles first = new(Path.Combine(GeneratedFolder.CommittedSample, "2026-11-13"));
        SnapshotFiles second = new(Path.Combine(GeneratedFolder.CommittedSample, "2026-11-20"));
        Assert.All(first.Lines(file).Except(second.Lines(file), StringComparer.Ordinal), line => Assert.StartsWith(Vanished, line, StringComparison.Ordinal));
        Assert.Empty(second.Of("activities.csv", Vanished));
    }

    [Fact]
    public async Task An_opportunity_stands_where_its_history_ends()
    {
        using GeneratedFolder company = await PlainAsync();
        foreach (SnapshotFiles snapshot in company.Company.Snapshots.Select(one => new SnapshotFiles(one.Folder)))
        {
            var stages = snapshot.Rows("stage_history.csv").GroupBy(row => row["opportunity_id"]).ToDictionary(rows => rows.Key, rows => rows.ToList(), StringComparer.Ordinal);
            var moves = snapshot.Rows("close_date_history.csv").GroupBy(row => row["opportunity_id"]).ToDictionary(rows => rows.Key, rows => rows.ToList(), StringComparer.Ordinal);
            foreach (var deal in snapshot.Rows("opportunities.csv"))
            {
                var visits = stages[deal["opportunity_id"]];
                Assert.Equal(deal["stage"], visits[^1]["stage"]);
                Assert.Equal(deal["created_at"], visits[0]["entered_at"]);
                Assert.Equal(visits.Select(row => row["entered_at"]).Order(StringComparer.Ordinal), visits.Select(row => row["entered_at"]));
                Assert.Equal(deal["outcome"] == "open" ? "" : visits[^1]["entered_at"], deal["closed_at"]);
                if (moves.TryGetValue(deal["opportunity_id"], out var changes))
                {
                    Assert.Equal(deal["close_date"], changes[^1]["new_close_date"]);
                    Assert.Equal(changes.Skip(1).Select(row => row["old_close_date"]), changes.SkipLast(1).Select(row => row["new_close_date"]));
                }
            }
        }
    }

    [Fact]
    public async Task No_snapshot_knows_the_future()
    {
        using GeneratedFolder company = await PlainAsync();
        foreach (GeneratedSnapshot one in company.Company.Snapshots)
        {
            SnapshotFiles snapshot = new(one.Folder);
            string now = FormattableString.Invariant($"{one.TakenAt:yyyy-MM-dd}T18:00:00Z");
            Assert.All(snapshot.Rows("stage_history.csv"), row => Assert.True(string.CompareOrdinal(row["entered_at"], now) <= 0));
            Assert.All(snapshot.Rows("close_date_history.csv"), row => Assert.True(string.CompareOrdinal(row["changed_at"], now) <= 0));
            var activities = snapshot.Rows("activities.csv");
            Assert.All(activities, row => Assert.True(row["completed"] == "false" || string.CompareOrdinal(row["at"], now) <= 0));
            Assert.Contains(activities, row => string.CompareOrdinal(row["at"], now) > 0);
            // Nobody books more than nine workdays ahead: what lies further on was not yet in any calendar.
            string furthest = FormattableString.Invariant($"{one.TakenAt.AddDays(14):yyyy-MM-dd}");
            Assert.All(activities, row => Assert.True(string.CompareOrdinal(row["at"], furthest) < 0));
        }
    }

    [Fact]
    public async Task What_was_done_stays_done_and_what_was_booked_gets_done()
    {
        using GeneratedFolder company = await PlainAsync();
        foreach ((SnapshotFiles earlier, SnapshotFiles later) in Pairs(company))
        {
            var after = later.Rows("activities.csv").ToDictionary(row => row["activity_id"], row => row["completed"], StringComparer.Ordinal);
            var before = earlier.Rows("activities.csv");
            Assert.All(before.Where(row => row["completed"] == "true"), row => Assert.Equal("true", after[row["activity_id"]]));
            Assert.Contains(before, row => row["completed"] == "false" && after.GetValueOrDefault(row["activity_id"]) == "true");
        }
    }

    [Fact]
    public async Task Between_two_snapshots_deals_are_born_moved_pushed_won_and_lost()
    {
        using GeneratedFolder company = await PlainAsync();
        foreach ((SnapshotFiles earlier, SnapshotFiles later) in Pairs(company))
        {
            var before = earlier.Rows("opportunities.csv").ToDictionary(row => row["opportunity_id"], StringComparer.Ordinal);
            var after = later.Rows("opportunities.csv");
            var known = after.Where(row => before.ContainsKey(row["opportunity_id"])).ToList();
            Assert.True(after.Count > known.Count);
            Assert.Contains(known, row => row["outcome"] == "open" && row["stage"] != before[row["opportunity_id"]]["stage"]);
            Assert.Contains(known, row => string.CompareOrdinal(row["close_date"], before[row["opportunity_id"]]["close_date"]) > 0);
            Assert.Contains(known, row => row["outcome"] == "won" && before[row["opportunity_id"]]["outcome"] == "open");
            Assert.Contains(known, row => row["outcome"] == "lost" && before[row["opportunity_id"]]["outcome"] == "open");
        }
    }

    private static IEnumerable<(SnapshotFiles Earlier, SnapshotFiles Later)> Pairs(GeneratedFolder company)
    {
        SnapshotFiles[] all = [.. company.Company.Snapshots.Select(snapshot => new SnapshotFiles(snapshot.Folder))];
        return all.Zip(all.Skip(1));
    }
}
