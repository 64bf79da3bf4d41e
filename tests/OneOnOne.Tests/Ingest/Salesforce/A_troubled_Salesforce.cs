using OneOnOne.Local.FakeCrm;
using OneOnOne.Local.FakeCrm.Salesforce;
using OneOnOne.Local.Generation;
using OneOnOne.Tests.Generation;

namespace OneOnOne.Tests.Ingest.Salesforce;

/// <summary>Whatever goes wrong, the rows are those of an undisturbed reading.</summary>
public sealed class A_troubled_Salesforce : IAsyncLifetime
{
    private GeneratedFolder _folder = null!;
    private FakeCompany[] _weeks = [];

    public async Task InitializeAsync()
    {
        _folder = await GeneratedFolder.MakeAsync(root => new GeneratorOptions(Reps: 4, Weeks: 3, Seed: 11, root, GeneratorOptions.DefaultUntil) { OpportunitiesPerRep = 8, ActivitiesPerOpportunity = 6 });
        _weeks = await Task.WhenAll(_folder.Company.Snapshots.Select(snapshot => FakeCompany.ReadAsync(snapshot.Folder, CancellationToken.None)));
    }

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task The_rows_are_those_of_the_companys_own_export()
    {
        await using SalesforceWorld world = await SalesforceWorld.StartAsync(_weeks[0]);
        foreach (FakeCompany week in _weeks)
        {
            if (week != _weeks[0])
            {
                world.Replace(week);
            }

            string[] rows = Reading_Salesforce.Stays(await world.ReadAsync());
            SalesforceExport export = new(week);
            Assert.Equal(export.People.Concat(export.Deals).Concat(export.Work).Concat(export.Quotas).Select(world.Show).Order(StringComparer.Ordinal), rows.Where(row => row.Split(' ')[0] is not ("stage" or "close")));
            Assert.Equal(export.Stages.Select(world.Show).Order(StringComparer.Ordinal), rows.Where(row => row.StartsWith("stage ", StringComparison.Ordinal) && export.HasSoundStages(row.Split(' ')[1])));
            Assert.Equal(export.CloseDates.Select(world.Show).Order(StringComparer.Ordinal), rows.Where(row => row.StartsWith("close ", StringComparison.Ordinal) && export.HasSoundCloseDates(row.Split(' ')[1])));
            Assert.InRange(export.Stages.Count(), 100, 1_000);
            Assert.InRange(export.CloseDates.Count(), 10, 1_000);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_000_000)]
    public async Task Each_trouble_alone_changes_nothing(int bulkAbove)
    {
        string[] whole = await ReadAllAsync(FakeTrouble.None, bulkAbove);
        FakeTrouble much = FakeTrouble.Much(3);
        foreach (FakeTrouble trouble in new[]
        {
            FakeTrouble.None with { TooMany = 20 }, FakeTrouble.None with { Failing = 20 }, FakeTrouble.None with { CutOff = 20 }, FakeTrouble.None with { SignedOut = 10 },
            FakeTrouble.None with { SmallPages = 80 }, FakeTrouble.None with { SmallPages = 80, RepeatedRows = 80 }, FakeTrouble.None with { SmallPages = 80, LostCursor = 15 },
            FakeTrouble.None with { ClockAhead = much.ClockAhead },
        })
        {
            Assert.Equal(whole, await ReadAllAsync(trouble, bulkAbove));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_000_000)]
    public async Task All_troubles_together_change_nothing(int bulkAbove)
    {
        string[] whole = await ReadAllAsync(FakeTrouble.None, bulkAbove);
        for (int seed = 1; seed <= 6; seed++)
        {
            Assert.Equal(whole, await ReadAllAsync(FakeTrouble.Much(seed), bulkAbove));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_000_000)]
    public async Task A_reading_that_is_cut_off_again_and_again_ends_with_the_same_rows(int bulkAbove)
    {
        (string[] whole, string kept) = await CutOffAsync(seed: 0, bulkAbove);
        int cuts = 0;
        for (int seed = 1; seed <= 8; seed++)
        {
            (string[] rows, string same) = await CutOffAsync(seed, bulkAbove, () => cuts++);
            Assert.Equal(whole, rows);
            Assert.Equal(kept, same);
        }

        Assert.InRange(cuts, 20, 2_000);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_000_000)]
    public async Task A_company_that_moves_on_between_two_cut_offs_is_read_as_it_is_in_the_end(int bulkAbove)
    {
        FakeSalesforceOrg org = new() { SilentChanges = false, MostRows = 10, MostResults = 10 };
        (string, string)[] settings = [("Salesforce__BulkAbove", bulkAbove.ToString(System.Globalization.CultureInfo.InvariantCulture))];
        for (int seed = 1; seed <= 6; seed++)
        {
            await using SalesforceWorld world = await SalesforceWorld.StartAsync(_weeks[0], FakeTrouble.None with { SmallPages = 40, Seed = seed }, org, settings);
            FakeDice dice = new(seed);
            foreach (FakeCompany week in _weeks)
            {
                if (week != _weeks[0])
                {
                    world.Replace(week);
                }

                // Few enough that the first reading is still under way in the second week.
                if (week != _weeks[^1])
                {
                    Assert.False(await SyncForAsync(world, dice.Between(22, 45)));
                }
            }

            string[] rows = await world.ReadAsync();
            world.ForgetMirror();
            Assert.Equal(await world.ReadAsync(), rows);
        }
    }

    /// <summary>Three weeks, one after the other, each on top of what was read before.</summary>
    private async Task<string[]> ReadAllAsync(FakeTrouble trouble, int bulkAbove)
    {
        await using SalesforceWorld world = await StartAsync(trouble, bulkAbove);
        List<string> all = [.. await world.ReadAsync()];
        foreach (FakeCompany week in _weeks[1..])
        {
            world.Replace(week);
            all.AddRange(await world.ReadAsync());
        }

        Assert.Empty(world.Bad);
        return [.. all];
    }

    private async Task<(string[] Rows, string Kept)> CutOffAsync(int seed, int bulkAbove, Action? cut = null)
    {
        await using SalesforceWorld world = await StartAsync(FakeTrouble.None with { SmallPages = 40, Seed = seed + 1 }, bulkAbove, rows: 25);
        FakeDice dice = new(seed);
        foreach (FakeCompany week in _weeks)
        {
            if (week != _weeks[0])
            {
                world.Replace(week);
            }

            while (!await SyncForAsync(world, seed == 0 ? int.MaxValue : dice.Between(5, bulkAbove == 0 ? 140 : 45)))
            {
                cut?.Invoke();
            }
        }

        return (await world.ShowAsync(), world.Kept());
    }

    /// <returns>False where it was cut off.</returns>
    private static async Task<bool> SyncForAsync(SalesforceWorld world, int requests)
    {
        using CancellationTokenSource stop = new();
        long last = (long)world.Fake.Requests.Count + requests;
        world.Fake.Asked = number =>
        {
            if (number == last)
            {
                stop.Cancel();
            }
        };
        try
        {
            await world.SyncAsync(stop.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        finally
        {
            world.Fake.Asked = null;
        }
    }

    private Task<SalesforceWorld> StartAsync(FakeTrouble trouble, int bulkAbove, int rows = 60) => SalesforceWorld.StartAsync(
        _weeks[0], trouble, new FakeSalesforceOrg { Invites = true, MostRows = rows, MostResults = rows }, ("Salesforce__BulkAbove", bulkAbove.ToString(System.Globalization.CultureInfo.InvariantCulture)));
}
