using System.Globalization;
using System.Text;
using OneOnOne.Crm;
using OneOnOne.Ingest;
using OneOnOne.Tests.Promises;

namespace OneOnOne.Tests.Ingest;

public sealed class CsvFuzzTests
{
    private const int Rows = 20_000;
    private const int AllRows = 5 * Rows;

    [Theory]
    [Promise("R10", AllRows, "rows, 1 to 50 % of them bad; LF, CR LF and CR; with and without a byte order mark")]
    [InlineData(1, 1, "\n", false)]
    [InlineData(2, 10, "\r\n", true)]
    [InlineData(3, 20, "\n", true)]
    [InlineData(4, 35, "\r", false)]
    [InlineData(5, 50, "\n", true)]
    public async Task R10_Every_row_is_loaded_quarantined_or_skipped_at_its_own_number(int seed, int badPercent, string lineBreak, bool mark)
    {
        Random random = new(seed);
        StringBuilder csv = new((mark ? "\ufeff" : "") + "opportunity_id,person_id,type,at,completed,note" + lineBreak);
        List<string> good = [];
        List<(long, string?, QuarantineCode)> bad = [];
        long skipped = 0;
        long row = 1;
        for (int i = 0; i < Rows; i++)
        {
            while (random.Next(100) < 2)
            {
                row++;
                csv.Append(random.Next(2) == 0 ? "" : "  ").Append(lineBreak);
            }

            row++;
            if (random.Next(100) < badPercent)
            {
                (string line, string? column, QuarantineCode code) = Bad(random, i);
                bad.Add((row, column, code));
                csv.Append(line.Replace("\n", lineBreak, StringComparison.Ordinal));
            }
            else if (random.Next(100) < 5)
            {
                skipped++;
                csv.Append(CultureInfo.InvariantCulture, $"O{i},,Bulk,2026-01-05,,");
            }
            else
            {
                string line = Good(random, i);
                good.Add(line.StartsWith(',') ? "" : FormattableString.Invariant($"O{i}"));
                csv.Append(line.Replace("\n", lineBreak, StringComparison.Ordinal));
            }

            csv.Append(lineBreak);
        }

        using CsvExport export = new CsvExport()
            .With("opportunities.csv", "opportunity_id,owner_id,stage\n" + string.Concat(Enumerable.Range(0, Rows).Select(i => FormattableString.Invariant($"O{i},rep,Proposal\n"))))
            .With("activities.csv", csv.ToString())
            .MappedBy("""
                { "tables": { "activities": { "columns": {
                  "opportunity_id": "opportunity_id", "person_id": "person_id", "at": "at", "completed": "completed",
                  "kind": { "column": "type", "values": { "Bulk": "ignore" } } } } } }
                """);
        await export.ReadAsync();
        Assert.Equal(bad, export.Bad.Select(problem => (problem.Row, problem.Column, problem.Code)));
        Assert.Equal(good, export.Rows.OfType<ActivityRow>().Select(activity => activity.Opportunity?.Value ?? ""));
        Assert.Equal((Rows, skipped), export.Counts[Section.Activities]);
        Assert.Equal(Rows, good.Count + bad.Count + skipped);
    }

    private static string Good(Random random, int i) => random.Next(4) switch
    {
        0 => FormattableString.Invariant($"O{i},rep,Call,2026-01-05T09:00:00Z,yes,\"a note\nof two lines, \"\"quoted\"\"\""),
        1 => FormattableString.Invariant($"\"O{i}\",\"\",\"Email\",\"2026-01-05\",\"\",\"\n\n\""),
        2 => FormattableString.Invariant($",rep,Meeting,2026-01-05 09:00:00,no,Zoë 日本,,"),
        _ => FormattableString.Invariant($"O{i},,Task,2026-01-05,,plain"),
    };

    private static (string Line, string? Column, QuarantineCode Code) Bad(Random random, int i) => random.Next(9) switch
    {
        0 => (",,Call,2026-01-05,,\"no\none\"", "opportunity_id", QuarantineCode.Missing),
        1 => (FormattableString.Invariant($"O{i},rep,,2026-01-05,,"), "type", QuarantineCode.Missing),
        2 => (FormattableString.Invariant($"O{i},rep,Call,05.01.2026,,"), "at", QuarantineCode.BadDate),
        3 => (FormattableString.Invariant($"O{i},rep,Call,2026-01-05,perhaps,\"x\ny\""), "completed", QuarantineCode.BadValue),
        4 => (FormattableString.Invariant($"O{i},rep,Call"), null, QuarantineCode.FieldCount),
        5 => (FormattableString.Invariant($"O{i},rep,Call,2026-01-05,,a,b"), null, QuarantineCode.FieldCount),
        6 => (FormattableString.Invariant($"O{i},rep,Ca\"ll,2026-01-05,,"), "type", QuarantineCode.BadQuoting),
        7 => (FormattableString.Invariant($"O{i},rep,\"Call,2026-01-05,,"), "type", QuarantineCode.BadQuoting),
        _ => (FormattableString.Invariant($"O{i},rep,\"Call\"s,2026-01-05,,"), "type", QuarantineCode.BadQuoting),
    };
}
