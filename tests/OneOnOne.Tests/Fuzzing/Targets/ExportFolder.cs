using System.Text;
using OneOnOne.Crm;
using OneOnOne.Ingest;
using OneOnOne.Ingest.Csv;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Fuzzing.Targets;

/// <summary>A small export in memory, all of whose files are sound; one is then replaced by fuzzed bytes.</summary>
internal sealed class ExportFolder : IDisposable
{
    private readonly PipelineFolder _folder = new();

    public ExportFolder()
    {
        Directory.CreateDirectory(Root);
        foreach ((string file, string content) in Files)
        {
            Restore(file, content);
        }
    }

    public static IReadOnlyDictionary<string, string> Files { get; } = new Dictionary<string, string>
    {
        ["people.csv"] = "person_id,name,email,manager_id,time_zone,active\nmia,Mia Canary,mia@example.com,,Europe/Berlin,true\nrob,\"Rob \"\"R\"\" Canary\",rob@example.com,mia,UTC,yes\n",
        ["opportunities.csv"] = "opportunity_id,owner_id,stage,outcome,name,account,product,amount,currency,created_at,close_date,closed_at,next_activity_at,next_step,url\r\nO1,rob,Proposal,open,\"Canary, big\nand wide\",Acme,X,\"1,234.50\",EUR,2026-01-05,2026-03-31,,2026-03-05T09:00:00+01:00,Call Canary,https://crm.example/O1\r\nO2,rob,Closed Won,won,Small,Canary,,(5),USD,2025-10-01T10:00:00Z,2025-12-01,2025-12-02 08:15,,,\r\nO3,rob,Discovery,,,,,,,,2026-02-10,,,,\r\n",
        ["activities.csv"] = "opportunity_id;person_id;kind;at;completed;activity_id\nO1;rob;Call;2026-02-20T09:00:00Z;yes;A1\nO2;;E-mail;2025-11-01;done;A2\n;rob;Meeting;2026-03-04 10:30;planned;A3\n",
        ["stage_history.csv"] = "opportunity_id\tstage\tentered_at\nO1\tDiscovery\t2026-01-05\nO1\tProposal\t2026-01-20T08:00:00Z\nO2\tDiscovery\t2025-10-01\nO2\tClosed Won\t2025-12-02\n",
        ["close_date_history.csv"] = "opportunity_id,changed_at,old_close_date,new_close_date\nO1,2026-01-10,2026-01-31,2026-02-28\nO1,2026-02-10T12:00:00Z,2026-02-28,2026-03-31\n",
        ["quotas.csv"] = "person_id,from,to,amount,currency\nrob,2026-01-01,2026-03-31,9000,EUR\n",
        ["meetings.csv"] = "meeting_id,manager_id,rep_id,cadence,first_on,at,time_zone,minutes,occurrence_on,moved_to,cause\nM1,mia,rob,weekly,2026-01-06,10:00,Europe/Berlin,45,,,\nM1,,,,,,,,2026-03-03,2026-03-04 11:00,Canary is ill\n",
        ["snapshot.json"] = """{ "takenAt": "2026-03-02T06:00:00Z", "stages": ["Discovery", "Proposal", "Closed Won"] }""",
    };

    public string Root => _folder["export"];

    public string this[string file] => Path.Combine(Root, file);

    public void Restore(string file) => Restore(file, Files[file]);

    public void Dispose() => _folder.Dispose();

    /// <summary>Opens and reads all; what is refused is refused with one line. Read = loaded + quarantined + skipped, at rows that rise.</summary>
    public async Task<CsvSnapshotSource?> ReadAsync(string? mapping)
    {
        ExportReport report = new();
        try
        {
            CsvSnapshotSource source = CsvSnapshotSource.Open(Root, mapping);
            await source.DescribeAsync(CancellationToken.None);
            await foreach (SnapshotRow row in source.RowsAsync(report, CancellationToken.None))
            {
                report.Load(row);
            }

            report.Check();
            return source;
        }
        catch (UserErrorException e)
        {
            Assert.DoesNotContain('\n', e.Message);
            Assert.DoesNotContain('\r', e.Message);
            Assert.NotEmpty(e.Message);
            return null;
        }
    }

    private void Restore(string file, string content) => File.WriteAllText(this[file], content, new UTF8Encoding(false));
}

internal sealed class ExportReport : IReadReport
{
    private readonly Dictionary<string, long> _lastRow = [];
    private readonly Dictionary<Section, long> _loaded = [];
    private readonly Dictionary<Section, long> _bad = [];
    private readonly Dictionary<Section, (long Read, long Skipped)> _counts = [];

    public void Add(QuarantinedRow row)
    {
        Rises("bad " + row.File, row.Row);
        _bad[row.Section] = _bad.GetValueOrDefault(row.Section) + 1;
        Assert.DoesNotContain(Hostile.Canary, row.Value ?? "", StringComparison.OrdinalIgnoreCase);
        Assert.InRange(row.Value?.Length ?? 0, 0, 41);
    }

    public void Load(SnapshotRow row)
    {
        if (row.Position.Row > 0)
        {
            Rises(row.Position.File, row.Position.Row);
        }

        Section section = row switch
        {
            PersonRow => Section.People,
            OpportunityRow => Section.Opportunities,
            ActivityRow => Section.Activities,
            StageHistoryRow => Section.StageHistory,
            CloseDateHistoryRow => Section.CloseDateHistory,
            QuotaRow => Section.Quotas,
            _ => Section.Meetings,
        };
        _loaded[section] = _loaded.GetValueOrDefault(section) + 1;
    }

    public void Read(Section section, long read, long skipped) => _counts.Add(section, (read, skipped));

    public void Check()
    {
        foreach ((Section section, (long read, long skipped)) in _counts)
        {
            Assert.Equal(read, _loaded.GetValueOrDefault(section) + _bad.GetValueOrDefault(section) + skipped);
        }
    }

    // Of a batch the bad rows are told first, so that each kind rises by itself.
    // A stage column of an opportunity is a row of its own at the same place.
    private void Rises(string file, long row)
    {
        Assert.InRange(row, Math.Max(2, _lastRow.GetValueOrDefault(file) + 1), int.MaxValue);
        _lastRow[file] = row;
    }
}
