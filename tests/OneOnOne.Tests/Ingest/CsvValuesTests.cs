using System.Globalization;
using OneOnOne.Crm;

namespace OneOnOne.Tests.Ingest;

public sealed class CsvValuesTests
{
    [Theory]
    [InlineData("2026-03-01T10:00:00Z", "2026-03-01T10:00:00")]
    [InlineData("2026-03-01T10:00:00.000+0000", "2026-03-01T10:00:00")]
    [InlineData("2026-03-01T10:00:00.25+02:00", "2026-03-01T08:00:00.25")]
    [InlineData("2026-03-01 10:00:00-0330", "2026-03-01T13:30:00")]
    [InlineData("2026-03-01T10:00-08", "2026-03-01T18:00:00")]
    [InlineData("2026-03-01 10:00:00", "2026-03-01T09:00:00")]
    [InlineData("2026-03-01 10:00", "2026-03-01T09:00:00")]
    [InlineData("2026-03-01", "2026-02-28T23:00:00")]
    [InlineData("2026-07-01", "2026-06-30T22:00:00")]
    [InlineData("2026-03-29 02:30:00", "2026-03-29T01:30:00")] // in the gap: forward
    [InlineData("2026-10-25 02:30:00", "2026-10-25T00:30:00")] // twice: the earlier
    [InlineData("7/4/2026", "2026-07-03T22:00:00")]
    [InlineData("04. Juli 2026 10:15", "2026-07-04T08:15:00")]
    [InlineData("46207", "2026-07-03T22:00:00")]
    [InlineData("46207,5", "2026-07-04T10:00:00")]
    [InlineData("1,25", "1900-01-01T05:00:00")] // Excel's day 1, before its 29 February 1900
    [InlineData("61", "1900-02-28T23:00:00")]
    [InlineData("2026-07-04T10:00:00 +02:00 x", "2026-07-04T08:00:00")]
    public async Task An_instant_is_read_in_the_mappings_zone(string text, string utc)
    {
        using CsvExport export = new CsvExport()
            .With("opportunities.csv", $"opportunity_id;owner_id;stage;created_at\nO1;rep;P;{text}\n")
            .MappedBy("""{ "timeZone": "Europe/Berlin", "culture": "de-DE", "dateFormats": ["M/d/yyyy", "dd. MMMM yyyy HH:mm", "yyyy-MM-dd'T'HH:mm:ss zzz 'x'", "excel"] }""");
        OpportunityRow row = Assert.Single(await export.ReadAsync<OpportunityRow>());
        Assert.Equal(new DateTimeOffset(DateTime.Parse(utc, CultureInfo.InvariantCulture), TimeSpan.Zero), row.CreatedAt);
    }

    [Theory]
    [InlineData("de-DE", "3/4/2026", "2026-03-04")]
    [InlineData("de-DE", "03.04.2026", null)] // the German 3 April must not pass for 4 March
    [InlineData("th-TH", "3/4/2026", "2026-03-04")]
    [InlineData("ar-SA", "3/4/2026", "2026-03-04")]
    [InlineData("fa-IR", "3/4/2026", "2026-03-04")]
    public async Task A_format_means_the_same_in_every_culture(string culture, string text, string? date)
    {
        using CsvExport export = new CsvExport()
            .With("opportunities.csv", $"opportunity_id,owner_id,stage,close_date\nO1,rep,P,{text}\n")
            .MappedBy($$"""{ "culture": "{{culture}}", "dateFormats": ["M/d/yyyy"] }""");
        DateOnly? read = (await export.ReadAsync<OpportunityRow>()).SingleOrDefault()?.CloseDate;
        Assert.Equal(date is null ? null : DateOnly.Parse(date, CultureInfo.InvariantCulture), read);
        Assert.Equal(date is null ? ["opportunities.csv 2 close_date BadDate 99.99.9999"] : [], export.Problems);
    }

    [Theory]
    [InlineData("2026-02-29")]
    [InlineData("2026-1-5")]
    [InlineData("2026-01-05T25:00:00Z")]
    [InlineData("2026-01-05T10:60:00Z")]
    [InlineData("2026-01-05T10:00:61")]
    [InlineData("2026-01-05T10:00:00+25:00")]
    [InlineData("2026-01-05T10:00:00.Z")]
    [InlineData("2026-01-05T")]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31T23:59:59Z")]
    [InlineData("1/5/2026")]
    [InlineData("46207")]
    [InlineData("n/a")]
    public async Task What_is_no_instant_is_a_bad_date(string text)
    {
        using CsvExport export = new CsvExport().With("opportunities.csv", $"opportunity_id,owner_id,stage,created_at\nO1,rep,P,{text}\n");
        await export.ReadAsync();
        Assert.StartsWith("opportunities.csv 2 created_at BadDate ", Assert.Single(export.Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-03-31", "2026-03-31")]
    [InlineData("2026-03-31 23:30:00", "2026-03-31")]
    [InlineData("2026-03-31T23:30:00Z", "2026-04-01")]
    [InlineData("2026-04-01T00:30:00+09:00", "2026-03-31")]
    public async Task A_close_date_is_a_date_in_the_mappings_zone(string text, string date)
    {
        using CsvExport export = new CsvExport()
            .With("opportunities.csv", $"opportunity_id,owner_id,stage,close_date\nO1,rep,P,{text}\n")
            .MappedBy("""{ "timeZone": "Europe/Berlin" }""");
        Assert.Equal(DateOnly.Parse(date, CultureInfo.InvariantCulture), Assert.Single(await export.ReadAsync<OpportunityRow>()).CloseDate);
    }

    [Theory]
    [InlineData("en-US", "1,234,567.89", "1234567.89")]
    [InlineData("en-US", "$1,234.50", "1234.5")]
    [InlineData("en-US", "($1,234.50)", "-1234.5")]
    [InlineData("en-US", "€ 12", "12")]
    [InlineData("en-US", "12-", "-12")]
    [InlineData("en-US", "−12", "-12")]
    [InlineData("en-US", "+.5", "0.5")]
    [InlineData("en-US", "0", "0")]
    [InlineData("en-US", "", null)]
    [InlineData("de-DE", "1.234.567,89 €", "1234567.89")]
    [InlineData("de-DE", "1.234", "1234")]
    [InlineData("fr-FR", "1 234,5", "1234.5")]
    [InlineData("fr-FR", "1\u202f234,5", "1234.5")]
    [InlineData("de-CH", "1'234.50", "1234.5")]
    [InlineData("hi-IN", "12,34,567.5", "1234567.5")]
    public async Task An_amount_is_read_in_the_mappings_culture(string culture, string text, string? amount)
    {
        using CsvExport export = new CsvExport()
            .With("opportunities.csv", $"opportunity_id;owner_id;stage;amount\nO1;rep;P;{text}\n")
            .MappedBy($$"""{ "culture": "{{culture}}", "currency": "chf" }""");
        Money? expected = amount is null ? null : new Money(decimal.Parse(amount, CultureInfo.InvariantCulture), "CHF");
        Assert.Equal(expected, Assert.Single(await export.ReadAsync<OpportunityRow>()).Amount);
    }

    [Theory]
    [InlineData("1234,56")]
    [InlineData("1,23,4.5")]
    [InlineData(",123")]
    [InlineData("1,2,345")]
    [InlineData("1,,234")]
    [InlineData("1.2.3")]
    [InlineData("1.5e3")]
    [InlineData("--1")]
    [InlineData("()")]
    [InlineData("$")]
    [InlineData("12 USD")]
    [InlineData("99999999999999999999999999999999999")]
    public async Task What_is_no_amount_in_the_culture_is_a_bad_number(string text)
    {
        using CsvExport export = new CsvExport().With("opportunities.csv", $"opportunity_id;owner_id;stage;amount\nO1;rep;P;{text}\n");
        await export.ReadAsync();
        Assert.StartsWith("opportunities.csv 2 amount BadNumber ", Assert.Single(export.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_mapping_amounts_are_dollars()
    {
        using CsvExport export = new CsvExport().With("opportunities.csv", "opportunity_id,owner_id,stage,amount\nO1,rep,P,5\n");
        Assert.Equal(new Money(5, "USD"), Assert.Single(await export.ReadAsync<OpportunityRow>()).Amount);
    }

    [Fact]
    public async Task Completed_and_kinds_know_the_usual_words()
    {
        string[] completed = ["TRUE", "yes", "1", "x", "Completed", "done", "Held", "false", "No", "0", "scheduled", "Planned", "open", "booked", ""];
        string[] kinds = ["Call", "phone", "Email", "E-Mail", "meeting", "Demo", "TASK", "to-do", "LinkedIn InMail", "call", "call", "call", "call", "call", "call"];
        using CsvExport export = new CsvExport()
            .With("opportunities.csv", CsvExport.Opportunities)
            .With("activities.csv", "person_id,kind,at,completed\n" + string.Concat(completed.Zip(kinds, (done, kind) => $"rep,{kind},2026-01-05,{done}\n")));
        ActivityRow[] rows = await export.ReadAsync<ActivityRow>();
        Assert.Equal([true, true, true, true, true, true, true, false, false, false, false, false, false, false, null], rows.Select(row => row.Completed));
        Assert.Equal(
            [ActivityKind.Call, ActivityKind.Call, ActivityKind.Email, ActivityKind.Email, ActivityKind.Meeting, ActivityKind.Meeting, ActivityKind.Task, ActivityKind.Task, ActivityKind.Other],
            rows.Take(9).Select(row => row.Kind));
    }

    [Fact]
    public async Task Texts_become_one_clean_line_of_at_most_500_characters()
    {
        using CsvExport export = new CsvExport().With(
            "opportunities.csv",
            $"opportunity_id,owner_id,stage,name,account,next_step\nO1,rep,P,\"a\r\nb\tc\u0007\u007fd\",{new string('n', 499)}🎉🎉,\"\n\"\n");
        OpportunityRow row = Assert.Single(await export.ReadAsync<OpportunityRow>());
        Assert.Equal(("a b cd", new string('n', 499), null), (row.Name, row.Account, row.NextStep));
    }

    [Fact]
    public async Task A_NUL_far_down_in_a_file_is_left_out_of_texts_and_spoils_ids()
    {
        string csv = $"opportunity_id,owner_id,stage,name\nO1,rep,P,{new string('n', 4_096)}\nO2,rep,P,a\0b\nO\03,rep,P,c\n";
        using CsvExport export = new CsvExport().With("opportunities.csv", csv);
        Assert.Equal("ab", (await export.ReadAsync<OpportunityRow>())[1].Name);
        Assert.Equal(["opportunities.csv 4 opportunity_id BadValue x?9"], export.Problems);
    }

    [Theory]
    [InlineData("https://crm.example.com/006?x=1", "https://crm.example.com/006?x=1")]
    [InlineData("http://crm.example.com/", null)]
    [InlineData("javascript:alert(1)", null)]
    [InlineData("/006", null)]
    [InlineData("https://crm.example.com@evil.example/", null)]
    [InlineData("https://", null)]
    [InlineData("https://crm.example.com/\u0007", null)]
    public async Task Only_an_absolute_https_address_is_kept(string url, string? kept)
    {
        using CsvExport export = new CsvExport().With("opportunities.csv", $"opportunity_id,owner_id,stage,url\nO1,rep,P,{url}\n");
        Assert.Equal(kept, Assert.Single(await export.ReadAsync<OpportunityRow>()).Url);
    }

    [Theory]
    [InlineData("Won", "", "", "", Outcome.Won)]
    [InlineData("closed won", "", "", "", Outcome.Won)]
    [InlineData("Closed Lost", "", "", "", Outcome.Lost)]
    [InlineData("Wonderful", "", "", "", Outcome.Open)]
    [InlineData("Won", "Lost", "", "", Outcome.Lost)]
    [InlineData("Won", "", "false", "", Outcome.Open)]
    [InlineData("Proposal", "", "true", "true", Outcome.Won)]
    [InlineData("Proposal", "", "true", "false", Outcome.Lost)]
    [InlineData("Proposal", "", "", "1", Outcome.Won)]
    [InlineData("Proposal", "", "yes", "", Outcome.Lost)]
    [InlineData("Won", "", "yes", "", Outcome.Won)]
    [InlineData("Won", "", "", "no", Outcome.Won)]
    public async Task The_outcome_column_decides_then_the_flags_then_the_stages_name(string stage, string outcome, string closed, string won, Outcome expected)
    {
        using CsvExport export = new CsvExport().With("opportunities.csv", $"opportunity_id,owner_id,stage,outcome,is_closed,is_won\nO1,rep,{stage},{outcome},{closed},{won}\n");
        Assert.Equal(expected, Assert.Single(await export.ReadAsync<OpportunityRow>()).Outcome);
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("th-TH")]
    [InlineData("ar-SA")]
    [InlineData("tr-TR")]
    public async Task The_threads_culture_changes_nothing(string culture)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            using CsvExport export = new CsvExport()
                .With("opportunities.csv", "OPPORTUNITY_ID,owner_id,stage,amount,close_date,created_at\nI1,rep,CLOSED WON,\"1,234.5\",3/31/2026,2026-01-05\n")
                .MappedBy("""{ "dateFormats": ["M/d/yyyy"] }""");
            OpportunityRow row = Assert.Single(await export.ReadAsync<OpportunityRow>());
            Assert.Equal(
                ("I1", Outcome.Won, new Money(1234.5m, "USD"), new DateOnly(2026, 3, 31), new DateTimeOffset(2026, 1, 5, 0, 0, 0, TimeSpan.Zero)),
                (row.Id.Value, row.Outcome, row.Amount, row.CloseDate, row.CreatedAt));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
