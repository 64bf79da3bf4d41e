using System.Text;
using OneOnOne.Crm;
using OneOnOne.Ingest.Csv;

namespace OneOnOne.Tests.Ingest;

public sealed class CsvDocsTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "csv-format.md"));

    [Fact]
    public void The_page_lists_every_file_and_column()
    {
        foreach (CsvTable table in CsvTable.All)
        {
            string chapter = Page.Split($"### {table.FileName}\n")[1].Split("\n#")[0];
            Assert.All(table.Required, column => Assert.Contains($"{column}*", chapter, StringComparison.Ordinal));
            Assert.All(table.Optional, column => Assert.Contains(column, chapter, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task The_pages_mapping_reads_a_german_export()
    {
        string mapping = Page.Split("```json\n")[1].Split("```")[0];
        using CsvExport export = new CsvExport()
            .With("verkaufschancen.csv", Latin("Nr;Verkäufer;Phase;Artikel;Kunde;Summe;Abschluss;Angebot am\n7;Jörg;Angebot;GTXPro;Müller;1.234,50 €;31.03.2026;05.01.2026 09:00\n8;Jörg;Gewonnen;MG;;;;\n"))
            .With("aktivitäten.csv", Latin("Chance;Art;Zeit\n7;Anruf;05.01.2026 09:00\n7;Rundschreiben;05.01.2026\n"))
            .With("stage_history.csv", "opportunity_id;stage;entered_at\n7;Erstkontakt;01.01.2026\n")
            .MappedBy(mapping);
        await export.ReadAsync();
        Assert.Empty(export.Problems);
        Assert.Equal((2, 1), export.Counts[Section.Activities]);

        DateTimeOffset eight = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);
        OpportunityRow deal = export.Rows.OfType<OpportunityRow>().First();
        Assert.Equal(
            ("Jörg", "Proposal", "GTX Pro für Müller", new Money(1234.5m, "EUR"), new DateOnly(2026, 3, 31), new StageEntry("Proposal", eight)),
            (deal.Owner.Value, deal.Stage, deal.Name, deal.Amount, deal.CloseDate, deal.StageEntries.Single()));
        Assert.Equal(("MG", Outcome.Won), export.Rows.OfType<OpportunityRow>().Select(row => (row.Name, row.Outcome)).Last());
        Assert.Equal((ActivityKind.Call, eight), export.Rows.OfType<ActivityRow>().Select(row => (row.Kind, row.At)).Single());
        Assert.Equal(new StageEntry("Prospecting", new DateTimeOffset(2025, 12, 31, 23, 0, 0, TimeSpan.Zero)), export.Rows.OfType<StageHistoryRow>().Single().Entry);
    }

    private static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text.Replace('€', '\u0080'));
}
