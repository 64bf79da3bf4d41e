using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Pipeline;
using OneOnOne.Storage;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Pipeline;

/// <summary>From the export's country to the days that a brief counts.</summary>
public sealed class CountryTests
{
    /// <summary>From Wednesday, 21 January 2026, to Monday, 2 March; the United States kept 16 February.</summary>
    [Fact]
    public async Task A_reps_idle_days_are_business_days_where_they_live()
    {
        PipelineCompany company = new()
        {
            Person = person => person with { Country = person.Id.Value switch { "rob" => "US", "ria" => "KR", _ => null } },
        };
        await using PipelineWorld world = await PipelineWorld.WithAsync(company);
        await world.RunAsync();

        Assert.Equal([("ria", "KR"), ("rob", "US")], (await world.RunsAsync()).Select(run => (run.Run.Rep.Value, run.Run.Country)).Order());
        IServiceProvider services = world.Start();
        (BriefFacts rob, BriefFacts ria) = (await FactsAsync(services, "rob"), await FactsAsync(services, "ria"));
        Assert.Equal((27, "United States", false), (Idle(rob), rob.HolidaysOf, rob.Notes.Any(note => note.Issue == DataIssue.NoHolidays)));
        Assert.Equal((28, null, true), (Idle(ria), ria.HolidaysOf, ria.Notes.Any(note => note.Issue == DataIssue.NoHolidays)));

        string[] mailed = [.. world.Mail.Accepted.Where(mail => mail.Subject.Contains("rob", StringComparison.Ordinal) || mail.To.Address == "rob@example.com").Select(mail => mail.Text.Replace("\n  ", " ", StringComparison.Ordinal))];
        Assert.Equal(2, mailed.Length);
        Assert.All(mailed, text => Assert.Contains("No completed activity for 27 business days (last: call on Wed 21 Jan).", text, StringComparison.Ordinal));
        Assert.All(mailed, text => Assert.Contains("Public holidays that are no business days: United States.", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_country_that_the_newest_list_no_longer_gives_is_the_companys_again()
    {
        await using PipelineWorld world = await PipelineWorld.WithAsync(new PipelineCompany { Person = person => person with { Country = "US" } });
        await world.IngestAsync(new PipelineCompany { TakenAt = PipelineCompany.Monday.AddHours(1), Edition = 2 });
        world.Settings = world.Settings with { Company = world.Settings.Company with { Country = "JP" } };
        BriefFacts facts = await FactsAsync(world.Start(), "rob");
        Assert.Equal((26, "Japan"), (Idle(facts), facts.HolidaysOf)); // 11 and 23 February.
    }

    private static async Task<BriefFacts> FactsAsync(IServiceProvider services, string rep) =>
        (await services.GetRequiredService<Reports>().BriefAsync((await services.GetRequiredService<IBookStore>().FindPersonAsync(new PersonId(rep), CancellationToken.None))!, PipelineCompany.Monday.AddHours(6), CancellationToken.None)).Facts;

    private static int Idle(BriefFacts facts) => facts.Findings.OfType<Stall>().Single(stall => stall.LastActivity is not null).IdleBusinessDays;
}
