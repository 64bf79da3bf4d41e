using OneOnOne.Local.FakeCrm;
using OneOnOne.Local.Generation;
using OneOnOne.Tests.Generation;

namespace OneOnOne.Tests.Ingest.HubSpot;

/// <summary>Whatever goes wrong on the way, what is known in the end is the same.</summary>
public sealed class HubSpot_in_trouble
{
    private static readonly Lazy<Task<string>> Sample = new(async () =>
    {
        await using HubSpotBench bench = await HubSpotBench.StartAsync(SampleAsync);
        await bench.ReadAsync();
        return bench.Dump();
    });

    public static TheoryData<string> Troubles => new(All.Keys);

    private static Dictionary<string, Func<int, FakeTrouble>> All { get; } = new(StringComparer.Ordinal)
    {
        ["too many"] = seed => new FakeTrouble(seed) { TooMany = 30 },
        ["failing"] = seed => new FakeTrouble(seed) { Failing = 20 },
        ["cut off"] = seed => new FakeTrouble(seed) { CutOff = 20 },
        ["signed out"] = seed => new FakeTrouble(seed) { SignedOut = 20 },
        ["small pages"] = seed => new FakeTrouble(seed) { SmallPages = 100 },
        ["repeated rows"] = seed => new FakeTrouble(seed) { SmallPages = 100, RepeatedRows = 100 },
        ["lost cursors"] = seed => new FakeTrouble(seed) { SmallPages = 100, LostCursor = 40 },
        ["a clock ahead"] = seed => new FakeTrouble(seed) { ClockAhead = TimeSpan.FromMinutes(7) },
        ["a clock behind"] = seed => new FakeTrouble(seed) { ClockAhead = TimeSpan.FromMinutes(-7) },
        ["all of it"] = FakeTrouble.Much,
    };

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task A_small_company_is_read_through_it_and_so_is_what_changed(string trouble)
    {
        await using HubSpotBench calm = await HubSpotBench.StartAsync();
        await calm.ReadAsync();
        string first = calm.Dump();
        await calm.MoveOnAsync();
        await calm.ReadAsync();
        string next = calm.Dump();
        for (int seed = 1; seed <= 6; seed++)
        {
            await using HubSpotBench bench = await HubSpotBench.StartAsync(All[trouble](seed));
            await bench.ReadAsync();
            Assert.Equal(first, bench.Dump());
            await bench.MoveOnAsync();
            await bench.ReadAsync();
            Assert.Equal(next, bench.Dump());
        }
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public async Task A_company_of_many_pages_is_read_through_all_of_it(int seed)
    {
        await using HubSpotBench bench = await HubSpotBench.StartAsync(SampleAsync, FakeTrouble.Much(seed));
        await bench.ReadAsync();

        Assert.Equal(await Sample.Value, bench.Dump());
    }

    [Fact]
    public async Task A_read_that_is_killed_again_and_again_knows_as_much_as_one_that_was_not()
    {
        SplitMix dice = SplitMix.Stream(20, 1);
        await using HubSpotBench bench = await HubSpotBench.StartAsync(SampleAsync);
        int kills = 0;
        while (!await bench.SyncAsync(requests: dice.Between(1, 60)))
        {
            kills++;
        }

        Assert.InRange(kills, 5, 500);
        Assert.Equal(await Sample.Value, bench.Dump());
    }

    [Fact]
    public async Task So_does_one_that_is_killed_at_whichever_request_first_or_later()
    {
        await using HubSpotBench calm = await HubSpotBench.StartAsync();
        await calm.ReadAsync();
        string first = calm.Dump();
        await calm.MoveOnAsync();
        await calm.ReadAsync();
        string next = calm.Dump();
        int kill = 0;
        for (bool killed = true; killed; kill++)
        {
            // Pages as small as can be, so that there are many places to be killed at.
            await using HubSpotBench bench = await HubSpotBench.StartAsync(new FakeTrouble(kill) { SmallPages = 100 });
            killed = !await bench.SyncAsync(requests: kill);
            await bench.ReadAsync();
            Assert.Equal(first, bench.Dump());
            await bench.MoveOnAsync();
            await bench.SyncAsync(requests: kill);
            await bench.ReadAsync();
            Assert.Equal(next, bench.Dump());
        }

        Assert.InRange(kill, 20, 200);
    }

    [Fact]
    public async Task A_killed_first_read_goes_on_where_it_was()
    {
        await using HubSpotBench bench = await HubSpotBench.StartAsync(SampleAsync);
        await bench.SyncAsync();
        int whole = bench.Requests();
        bench.Fake.Asked.Clear();
        Assert.False(await bench.SyncAsync("cut off", whole / 2));

        Assert.True(await bench.SyncAsync("cut off"));

        // What is small is read anew by each; what is large is not.
        Assert.InRange(bench.Requests(), whole, whole + (whole / 4));
    }

    [Fact]
    public async Task The_limit_of_ten_seconds_is_waited_for()
    {
        await using HubSpotBench bench = await HubSpotBench.StartAsync(options: usual => usual with { TenSecondLimit = 4 });

        await bench.ReadAsync();

        Assert.All(bench.Clock.Pauses, pause => Assert.Equal(TimeSpan.FromSeconds(10), pause));
        Assert.InRange(bench.Clock.Pauses.Count, 5, 40);
    }

    [Fact]
    public async Task The_limit_of_the_day_ends_a_read_which_goes_on_the_next_day()
    {
        await using HubSpotBench bench = await HubSpotBench.StartAsync(SampleAsync, options: usual => usual with { DailyLimit = 40 });
        int days = 1;
        while (true)
        {
            try
            {
                await bench.SyncAsync();
                break;
            }
            catch (UserErrorException e)
            {
                Assert.Equal("HubSpot's daily allowance of requests is used up. It is whole again at midnight in the account's time zone; what was read so far is kept: run the same again then.", e.Message);
                Assert.Empty(bench.Clock.Pauses);
                bench.Fake.NextDay();
                days++;
            }
        }

        Assert.InRange(days, 2, 10);
        Assert.Equal(await Sample.Value, bench.Dump());
    }

    [Fact]
    public async Task A_token_that_is_no_good_is_told_in_a_sentence()
    {
        await using HubSpotBench bench = await HubSpotBench.StartAsync();
        bench.Settings["HubSpot__Token"] = "pat-of-somebody-else";

        UserErrorException e = await Assert.ThrowsAsync<UserErrorException>(() => bench.SyncAsync());

        Assert.Equal("HubSpot does not accept the token. Set HubSpot__Token to the access token that the private app shows under Auth; one that was rotated no longer counts.", e.Message);
    }

    private static Task<FakeCompany> SampleAsync(HubSpotWorld world) => FakeCompany.ReadAsync(Path.Combine(GeneratedFolder.CommittedSample, "2026-11-20"), CancellationToken.None);
}
