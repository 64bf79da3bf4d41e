using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Crm;
using OneOnOne.Pipeline;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Invitations;

/// <summary>The brief is out, and then the CRM says that the one-on-one is moved or cancelled.</summary>
public sealed class One_on_ones_that_change_after_their_brief
{
    private static readonly DateTime Wednesday = new(2026, 3, 4, 15, 0, 0);
    private static readonly DateTime NextMonday = new(2026, 3, 9, 9, 0, 0);

    [Fact]
    public async Task Moved_both_are_told_when_it_is_and_their_calendars_follow()
    {
        await using PipelineWorld world = await SentAsync();
        await ChangeAsync(world, 2, Wednesday, "on site");
        Assert.Equal(
            ["Moved: one-on-one with rob Rep, now Wed 4 Mar 2026, 15:00 UTC", "Moved: one-on-one with Mia Manager, now Wed 4 Mar 2026, 15:00 UTC"],
            world.Mail.Accepted.Skip(2).Select(mail => mail.Subject).OrderDescending(StringComparer.Ordinal));
        Mail toRob = world.Mail.Accepted.Skip(2).Single(mail => mail.To.Address == "rob@example.com");
        Assert.Equal(
            """
            One-on-one with Mia Manager moved
            =================================
            Because: on site

            It begins Wed 4 Mar 2026, 15:00 UTC, and not Tue 3 Mar 2026, 10:00 UTC.


            What stays
            ----------
            The brief that you have: its figures are as of the day it was sent. There is
            no second one.

            """,
            toRob.Text);
        string[] calendar = Calendars(world, "rob@example.com");
        Assert.Equal(calendar[3], calendar[7]);
        Assert.Equal(["DTSTART:20260303T100000Z", "SEQUENCE:0", "STATUS:CONFIRMED", "DTSTART:20260304T150000Z", "SEQUENCE:1", "STATUS:CONFIRMED"], [.. calendar[..3], .. calendar[4..7]]);
    }

    [Fact]
    public async Task Cancelled_both_are_told_and_their_calendars_too()
    {
        await using PipelineWorld world = await SentAsync();
        await ChangeAsync(world, 2, null, "ill");
        Mail toMia = world.Mail.Accepted.Skip(2).Single(mail => mail.To.Address == "mia@example.com");
        Assert.Equal("Cancelled: one-on-one with rob Rep, Tue 3 Mar 2026, 10:00 UTC", toMia.Subject);
        Assert.Equal(
            """
            One-on-one with rob Rep cancelled
            =================================
            Because: ill

            The one-on-one of Tue 3 Mar 2026, 10:00 UTC does not take place.


            What stays
            ----------
            What was pushed, promised or still open comes again in the brief of your
            next one-on-one.

            """,
            toMia.Text);
        Assert.Equal(["SEQUENCE:1", "STATUS:CANCELLED"], Calendars(world, "mia@example.com").SkipLast(1).TakeLast(2));
        Assert.Equal(4, world.Mail.Accepted.Length);
    }

    [Fact]
    public async Task Cancelled_and_then_not_both_are_told_that_it_takes_place()
    {
        await using PipelineWorld world = await SentAsync();
        await ChangeAsync(world, 2, null, "ill");
        await world.IngestAsync(Company(3, []));
        await world.RunAsync();
        Mail toMia = world.Mail.Accepted.Skip(4).Single(mail => mail.To.Address == "mia@example.com");
        Assert.Equal("It takes place after all: one-on-one with rob Rep, Tue 3 Mar 2026, 10:00 UTC", toMia.Subject);
        Assert.Equal(["DTSTART:20260303T100000Z", "SEQUENCE:2", "STATUS:CONFIRMED"], Calendars(world, "mia@example.com").SkipLast(1).TakeLast(3));
    }

    [Fact]
    public async Task Moved_twice_each_move_is_told_once_and_the_calendars_take_the_last()
    {
        await using PipelineWorld world = await SentAsync();
        await ChangeAsync(world, 2, Wednesday, "on site");
        await ChangeAsync(world, 3, Wednesday.AddHours(1), "on site");
        await world.RunAsync();
        Assert.Equal(["SEQUENCE:0", "SEQUENCE:1", "SEQUENCE:2"], Calendars(world, "rob@example.com").Where(line => line.StartsWith("SEQUENCE", StringComparison.Ordinal)));
        Assert.Equal(6, world.Mail.Accepted.Length);
    }

    [Fact]
    public async Task Moved_to_a_day_that_is_not_near_yet_they_are_told_now_and_get_no_second_brief_then()
    {
        await using PipelineWorld world = await SentAsync();
        await ChangeAsync(world, 2, NextMonday, "fair");
        Assert.Equal(4, world.Mail.Accepted.Length);
        Assert.Equal(["DTSTART:20260309T090000Z", "SEQUENCE:1", "STATUS:CONFIRMED"], Calendars(world, "rob@example.com").SkipLast(1).TakeLast(3));
        world.Clock.Now = new DateTimeOffset(2026, 3, 7, 12, 0, 0, TimeSpan.Zero);
        await world.RunAsync();
        Assert.Equal(4, world.Mail.Accepted.Length);
    }

    [Fact]
    public async Task Who_has_no_half_yet_gets_the_brief_with_the_new_time_and_no_notice()
    {
        await using PipelineWorld world = await PipelineWorld.WithAsync(new PipelineCompany { Reps = ["rob"] });
        world.Mail.Answer = mail => mail.To.Address == "rob@example.com" ? new PostResult(PostOutcome.Deferred, "busy") : null;
        await world.RunAsync();
        world.Mail.Answer = _ => null;
        world.Clock.Now += TimeSpan.FromMinutes(30);
        await ChangeAsync(world, 2, Wednesday, "on site");
        Mail toRob = Assert.Single(world.Mail.Accepted, mail => mail.To.Address == "rob@example.com");
        Assert.StartsWith("One-on-one with Mia Manager, Wed 4 Mar 15:00", toRob.Subject, StringComparison.Ordinal);
        Assert.Contains("SEQUENCE:1", toRob.Calendar!.Text, StringComparison.Ordinal);
        Assert.Equal(2, world.Mail.Accepted.Count(mail => mail.To.Address == "mia@example.com"));
    }

    [Fact]
    public async Task Nobody_is_told_of_a_change_before_anything_was_sent()
    {
        await using PipelineWorld world = await PipelineWorld.WithAsync(new PipelineCompany { Reps = ["rob"], Moves = [PipelineCompany.Moved("rob", Wednesday, "on site")] });
        world.Clock.Now += TimeSpan.FromHours(12);
        await world.RunAsync();
        Assert.Equal(2, world.Mail.Accepted.Length);
        Assert.All(world.Mail.Accepted, mail => Assert.Contains("SEQUENCE:0", mail.Calendar!.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_notice_that_was_held_up_until_the_next_change_is_not_sent_any_more()
    {
        await using PipelineWorld world = await SentAsync();
        world.Mail.Answer = _ => new PostResult(PostOutcome.Deferred, "busy");
        await ChangeAsync(world, 2, Wednesday, "on site");
        await ChangeAsync(world, 3, Wednesday.AddHours(1), "on site");
        world.Mail.Answer = _ => null;
        world.Clock.Now += TimeSpan.FromMinutes(30);
        await world.RunAsync();
        Assert.Equal(["SEQUENCE:0", "SEQUENCE:2"], Calendars(world, "rob@example.com").Where(line => line.StartsWith("SEQUENCE", StringComparison.Ordinal)));
        Assert.Contains("rob Rep Refused (superseded)", await world.StatesAsync());
    }

    [Theory]
    [InlineData(nameof(PipelineFault.ThrowBefore))]
    [InlineData(nameof(PipelineFault.LoseAnswer))]
    [InlineData(nameof(PipelineFault.CrashBefore))]
    [InlineData(nameof(PipelineFault.CrashAfter))]
    public async Task Wherever_one_call_fails_each_is_told_once(string fault)
    {
        foreach (DateTime? to in new DateTime?[] { Wednesday, NextMonday, null })
        {
            PipelineFaults undisturbed = new();
            await using (PipelineWorld world = await ChangedAsync(to))
            {
                await world.RunAsync(undisturbed);
            }

            Assert.InRange(undisturbed.Points.Count, 20, 200);
            foreach (string point in undisturbed.Points)
            {
                await using PipelineWorld world = await ChangedAsync(to);
                await DisturbAsync(world, new PipelineFaults(point, Enum.Parse<PipelineFault>(fault)));
                world.Clock.Now += TimeSpan.FromMinutes(20);
                await world.RunAsync();
                world.Clock.Now += TimeSpan.FromMinutes(20);
                await world.RunAsync();
                foreach (string address in new[] { "mia@example.com", "rob@example.com" })
                {
                    string[] told = [.. Calendars(world, address).Where(line => line.StartsWith("SEQUENCE", StringComparison.Ordinal))];
                    Assert.True(told is ["SEQUENCE:0", "SEQUENCE:1"], $"{fault} at {point}: {address} was told {string.Join(' ', told)}");
                }
            }
        }
    }

    [Fact]
    public async Task Planners_at_once_tell_once()
    {
        await using PipelineWorld world = await ChangedAsync(Wednesday);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
        {
            ServiceProvider process;
            lock (world)
            {
                process = world.Start();
            }

            await process.GetRequiredService<PlanStep>().RunAsync(CancellationToken.None);
        })));
        world.Clock.Now += TimeSpan.FromMinutes(20);
        await world.RunAsync();
        Assert.Equal(4, world.Mail.Accepted.Length);
    }

    private static async Task<PipelineWorld> SentAsync()
    {
        PipelineWorld world = await PipelineWorld.WithAsync(new PipelineCompany { Reps = ["rob"] });
        await world.RunAsync();
        Assert.Equal(2, world.Mail.Accepted.Length);
        return world;
    }

    /// <summary>The CRM has said so, and nobody has looked yet.</summary>
    private static async Task<PipelineWorld> ChangedAsync(DateTime? to)
    {
        PipelineWorld world = await SentAsync();
        await world.IngestAsync(Company(2, [PipelineCompany.Moved("rob", to, "on site")]));
        return world;
    }

    private static async Task ChangeAsync(PipelineWorld world, int edition, DateTime? to, string cause)
    {
        await world.IngestAsync(Company(edition, [PipelineCompany.Moved("rob", to, cause)]));
        await world.RunAsync();
    }

    private static PipelineCompany Company(int edition, MeetingExceptionRow[] moves) =>
        new() { Reps = ["rob"], TakenAt = PipelineCompany.Monday.AddHours(edition), Edition = edition, Moves = moves };

    private static async Task DisturbAsync(PipelineWorld world, PipelineFaults faults)
    {
        try
        {
            await world.RunAsync(faults);
        }
        catch (IOException)
        {
            // Whoever gave the command sees it fail and gives it again.
        }

        Assert.True(faults.Hit);
    }

    /// <summary>What one calendar was told, in order.</summary>
    private static string[] Calendars(PipelineWorld world, string address) =>
    [
        .. world.Mail.Accepted.Where(mail => mail.To.Address == address).SelectMany(mail => mail.Calendar!.Text.Split("\r\n"))
            .Where(line => line.StartsWith("UID:", StringComparison.Ordinal) || line.StartsWith("DTSTART:", StringComparison.Ordinal) || line.StartsWith("SEQUENCE:", StringComparison.Ordinal) || line.StartsWith("STATUS:", StringComparison.Ordinal)),
    ];
}
