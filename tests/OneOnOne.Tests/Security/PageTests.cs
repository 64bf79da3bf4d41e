using OneOnOne.Crm;
using OneOnOne.Meetings;
using OneOnOne.Tests.Briefs;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Fuzzing;
using OneOnOne.Tests.Fuzzing.Targets;
using OneOnOne.Tests.Promises;

namespace OneOnOne.Tests.Security;

/// <summary>S4 and S6 on the pages: a company in which every text of the CRM is hostile looks like one in which they are plain.</summary>
public sealed class PageTests
{
    private static readonly string[] Pages = ["/", "/teams/mia", "/reps/rob", "/reps/rob?for=manager", "/reps/rob/over-time", "/reps/rob/findings", "/reps/rob/deals/d1", "/reps/rob/deals/d3", "/findings", "/runs", "/runs/{run}", "/thresholds", "/thresholds?SlipCount=1"];

    private const int Texts = 21;

    [Fact]
    [Promise("S4", Texts, "texts in every field of the CRM, on every page")]
    public async Task S4_Hostile_text_changes_no_element_of_a_page()
    {
        Dictionary<string, string[]> plain = await ShapesAsync("plain");
        string[] texts = [.. Hostile_CRM_text.Corpus.Cast<object[]>().Select(row => (string)row[0])];
        Assert.Equal(Texts, texts.Length);
        foreach (string text in texts.Chunk(Texts / 3).Select(chunk => string.Join(" y ", chunk)))
        {
            foreach ((string page, string[] shape) in await ShapesAsync(text))
            {
                Assert.Equal((text, page, string.Join('\n', plain[page])), (text, page, string.Join('\n', shape)));
            }
        }
    }

    private static async Task<Dictionary<string, string[]>> ShapesAsync(string text)
    {
        await using FuzzApp app = await FuzzApp.StartAsync(Company($"x {text} y"));
        Dictionary<string, string[]> shapes = [];
        foreach (string page in Pages)
        {
            FuzzAnswer answer = await app.SendAsync("GET", page.Replace("{run}", app.Run, StringComparison.Ordinal), "admin", [], [("Accept", "text/html")]);
            Assert.Equal((page, 200), (page, answer.Status));
            Assert.DoesNotContain(Lies.WithoutIsolates(answer.Body), c => Lies.Are(c) && c != '\n');
            Assert.DoesNotContain(Lies.WithoutIsolates(Html.Parse(answer.Body).DocumentElement.TextContent), c => Lies.Are(c) && c != '\n');
            shapes.Add(page, Html.Shape(answer.Body));
        }

        return shapes;
    }

    private static MemorySource Company(string text)
    {
        DateTimeOffset now = PipelineCompany.Monday;
        RowPosition at = new("some.csv", 2);
        OpportunityRow Deal(string id, Outcome outcome) => new(at, new OpportunityId(id), PipelineCompany.Rob, text, outcome)
        {
            Name = text,
            Account = text,
            Product = text,
            NextStep = text,
            Url = "https://crm.example/" + id,
            Amount = new Money(1000, "EUR"),
            CreatedAt = now.AddDays(-90),
            CloseDate = new DateOnly(2026, 2, 1),
            ClosedAt = outcome == Outcome.Open ? null : now.AddDays(-2),
        };
        PersonRow Person(PersonId id, PersonId? manager) => new(at, id) { Name = text, Email = $"{id}@example.com", Manager = manager, TimeZone = "UTC", Active = true };
        return new MemorySource(
            text,
            now,
            [
                Person(new PersonId("boss"), null),
                Person(PipelineCompany.Mia, new PersonId("boss")),
                Person(PipelineCompany.Rob, PipelineCompany.Mia),
                Deal("d1", Outcome.Open),
                Deal("d2", Outcome.Open),
                Deal("d3", Outcome.Won),
                Deal("d4", Outcome.Lost),
                new ActivityRow(at, new OpportunityId("d1"), PipelineCompany.Rob, OneOnOne.Crm.ActivityKind.Call, now.AddDays(-50), true, "a1"),
                new QuotaRow(at, PipelineCompany.Rob, new DateOnly(2026, 1, 1), new DateOnly(2026, 3, 31), new Money(9000, "EUR")),
                new MeetingRow(at, "m1", PipelineCompany.Mia, PipelineCompany.Rob, Cadence.Weekly, new DateOnly(2026, 1, 6), new TimeOnly(10, 0), "UTC", 45),
                new MeetingExceptionRow(at, "m1", DateOnly.FromDateTime(PipelineCompany.Meeting.UtcDateTime), PipelineCompany.Meeting.UtcDateTime.AddHours(1), text),
            ]);
    }
}
