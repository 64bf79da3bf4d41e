using OneOnOne.Crm;
using OneOnOne.Ingest;
using OneOnOne.Pipeline;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Promises;

namespace OneOnOne.Tests.Ingest;

/// <summary>R11 and R14: a snapshot is published whole and sound, or not at all.</summary>
public sealed class IngestSafetyTests
{
    [Fact]
    [Promise("R14", "a crash at every write of an ingest, on the embedded store")]
    public async Task R14_A_crash_at_any_write_leaves_the_books_as_they_were()
    {
        using TempBooks books = new();
        await books.IngestAsync(SmallCompany.Week1);
        string before = books.Dump();
        int crashes = 0;
        while (true)
        {
            int at = crashes + 1;
            HookedStore crashing = new(books.Store) { BeforeWrite = n => Crash(n == at) };
            try
            {
                await books.IngestAsync(SmallCompany.Week5, crashing);
                break;
            }
            catch (IOException)
            {
                crashes++;
                Assert.Equal(before, books.Dump());
            }
        }

        Assert.InRange(crashes, 15, 100);
        Assert.Equal(await TempBooks.AfterAsync([SmallCompany.Week1, SmallCompany.Week5]), books.Dump());
    }

    [Fact]
    [Promise("R14", "a reader before every write of an ingest, on the embedded store")]
    public async Task R14_A_reader_during_an_ingest_sees_the_snapshot_before()
    {
        using TempBooks books = new();
        await books.IngestAsync(SmallCompany.Week1);
        string before = books.Dump();
        int looks = 0;
        HookedStore watched = new(books.Store)
        {
            BeforeWrite = _ =>
            {
                looks++;
                Assert.Equal(before, books.Dump());
            },
        };
        await books.IngestAsync(SmallCompany.Week5, watched);
        Assert.InRange(looks, 15, 100);
        Assert.NotEqual(before, books.Dump());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)] // The very first one: its merge knows of no snapshot at all.
    public async Task An_ingest_that_another_one_overtook_changes_nothing(bool after)
    {
        using TempBooks books = new();
        if (after)
        {
            await books.IngestAsync(SmallCompany.Week1);
        }

        HookedStore overtaken = new(books.Store) { BeforeBegin = () => books.IngestAsync(SmallCompany.Week3) };
        UserErrorException error = await Assert.ThrowsAsync<UserErrorException>(() => books.IngestAsync(SmallCompany.Week2, overtaken));
        Assert.Equal("Another snapshot was ingested at the same time. Nothing was changed by this one: run the same command again.", error.Message);
        Assert.Equal(await TempBooks.AfterAsync(after ? [SmallCompany.Week1, SmallCompany.Week3] : [SmallCompany.Week3]), books.Dump());
    }

    [Theory]
    [InlineData(1000, 200, true)]
    [InlineData(1000, 201, false)]
    [InlineData(5, 1, true)]
    [InlineData(4, 1, false)]
    [InlineData(35, 7, true)]
    [Promise("R11", "20.0 % of the rows pass, and 20.1 % do not")]
    public void R11_A_fifth_of_bad_rows_is_the_most(int read, int bad, bool passes)
    {
        Assert.Equal(passes, Breaker.Judge([new SectionCount(Section.Opportunities, read, bad, 0, 0)], read - bad, null) is null);
        Assert.Equal(passes, Breaker.Judge([new SectionCount(Section.Opportunities, 0, 0, 0, 0), new SectionCount(Section.Activities, read, bad, 0, 0)], 1, null) is null);
    }

    [Fact]
    public void Rows_of_deals_that_were_left_out_are_no_bad_rows() =>
        Assert.Null(Breaker.Judge([new SectionCount(Section.Opportunities, 10, 0, 0, 0), new SectionCount(Section.Activities, 1000, 900, 0, 900)], 10, null));

    [Theory]
    [InlineData(1000, 500, null)]
    [InlineData(1000, 499, "it has 499 opportunities where the snapshot before it had 1000")]
    [InlineData(3, 1, "it has 1 opportunities where the snapshot before it had 3")]
    [InlineData(2, 1, null)]
    [Promise("R11", "50.0 % of the opportunities pass, and 49.9 % do not")]
    public void R11_Half_of_the_snapshot_before_is_the_least(int before, int now, string? refusal) =>
        Assert.Equal(refusal, Breaker.Judge([], now, new Snapshot("s", Days.At(1), "h", before)));

    [Fact]
    [Promise("R11", "a late snapshot is held against the one before it in time; what is refused changes nothing")]
    public async Task R11_The_snapshot_before_is_the_one_before_in_time_and_not_in_arrival()
    {
        using TempBooks books = new();
        await books.IngestAsync(Deals(4, 10));
        await books.IngestAsync(Deals(20, 30));
        Assert.Equal(IngestOutcome.Published, (await books.IngestAsync(Deals(5, 20))).Outcome);
        string before = books.Dump();
        IngestReport refused = await books.IngestAsync(Deals(9, 40));
        Assert.Equal((IngestOutcome.Refused, 0, "it has 9 opportunities where the snapshot before it had 20"), (refused.Outcome, refused.Writes, refused.Reason));
        Assert.Equal(before, books.Dump());
    }

    [Fact]
    public async Task A_snapshot_without_any_time_stamp_asks_for_one()
    {
        using TempBooks books = new();
        UserErrorException error = await Assert.ThrowsAsync<UserErrorException>(() => books.IngestAsync(new MemorySource("timeless", null, [Rows.Deal()])));
        Assert.Equal("The snapshot has no time stamp to tell when it was taken. Say so with --taken-at, for example --taken-at 2026-11-20T18:00:00Z.", error.Message);
    }

    [Fact]
    public async Task A_mistyped_year_does_not_put_a_snapshot_into_the_future()
    {
        using TempBooks books = new();
        DateTimeOffset typo = new(2926, 3, 5, 12, 0, 0, TimeSpan.Zero);
        UserErrorException error = await Assert.ThrowsAsync<UserErrorException>(() => books.IngestAsync(new MemorySource("typo", null, [Rows.Deal() with { CreatedAt = typo }])));
        Assert.Equal("The newest time stamp in the snapshot, 2926-03-05T12:00:00Z, lies in the future, so it cannot say when the snapshot was taken. Say so with --taken-at.", error.Message);
        Assert.Equal(IngestOutcome.Published, (await books.IngestAsync(new MemorySource("typo", Days.At(5), [Rows.Deal() with { CreatedAt = typo }]))).Outcome);
    }

    private static MemorySource Deals(int count, int day) => new($"{count} on {day}", Days.At(day), Enumerable.Range(1, count).Select(i => Rows.Deal($"O{i}")));

    private static void Crash(bool now)
    {
        if (now)
        {
            throw new IOException("Power cut.");
        }
    }
}
