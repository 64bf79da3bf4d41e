using OneOnOne.Local.FakeCrm;

namespace OneOnOne.Tests.Ingest.HubSpot;

/// <summary>A company small enough to be read at a glance, in two states a week apart.</summary>
internal sealed class HubSpotWorld : IDisposable
{
    public const int Deals = 5;

    public static readonly DateTimeOffset TakenAt = new(2026, 11, 13, 18, 0, 0, TimeSpan.Zero);

    private const string People = """
        person_id,name,email,manager_id,active
        mia,Mia Sommer,mia@example.com,,true
        ann,Ann Lee Park,ann@example.com,mia,true
        bob,Bob,bob@example.com,mia,false

        """;

    private const string StageHistory = """
        opportunity_id,stage,entered_at
        O1,Discovery,2026-09-01T09:00:00Z
        O1,Proposal,2026-09-20T10:00:00Z
        O2,Discovery,2026-08-03T09:00:00Z
        O2,Closed Won,2026-10-15T16:30:00Z
        O3,Discovery,2026-10-01T09:00:00Z
        O4,Discovery,2026-07-01T09:00:00Z
        O4,Closed Lost,2026-09-30T02:30:00Z
        O5,Discovery,2026-11-02T09:00:00Z

        """;

    private const string CloseDates = """
        opportunity_id,changed_at,old_close_date,new_close_date
        O1,2026-10-05T15:00:00Z,2026-10-31,2026-12-31
        O2,2026-10-15T16:30:00Z,2026-11-30,2026-10-15

        """;

    private const string Quotas = """
        person_id,from,to,amount,currency
        ann,2026-10-01,2026-12-31,120000,EUR
        bob,2026-10-01,2026-12-31,90000.50,EUR

        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("oneonone-hubspot-");

    /// <summary>The files of a state, by name.</summary>
    public static IReadOnlyDictionary<string, string> First { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["snapshot.json"] = """{ "takenAt": "2026-11-13T18:00:00Z", "stages": ["Discovery", "Proposal"] }""",
        ["people.csv"] = People,
        ["opportunities.csv"] = """
            opportunity_id,owner_id,stage,outcome,name,account,product,amount,currency,created_at,closed_at,close_date,next_step
            O1,ann,Proposal,open,Dock doors,Acme,Doors,1500.5,EUR,2026-09-01T09:00:00Z,,2026-12-31,
            O2,ann,Closed Won,won,Ramps,Acme,Ramps,900,EUR,2026-08-03T09:00:00Z,2026-10-15T16:30:00Z,2026-10-15,
            O3,ann,Discovery,open,Lifts,Borg,,,,2026-10-01T09:00:00Z,,2026-11-30,Site visit
            O4,bob,Closed Lost,lost,Gates,,Gates,70000,USD,2026-07-01T09:00:00Z,2026-09-30T02:30:00Z,2026-09-29,
            O5,bob,Discovery,open,"Seals, all sizes",Borg,Seals,12,EUR,2026-11-02T09:00:00Z,,2026-11-30,

            """,
        ["stage_history.csv"] = StageHistory,
        ["close_date_history.csv"] = CloseDates,
        ["activities.csv"] = """
            activity_id,opportunity_id,person_id,kind,at,completed
            A1,O1,ann,call,2026-11-10T15:00:00Z,true
            A2,O1,ann,meeting,2026-11-18T15:00:00Z,false
            A3,O1,ann,email,2026-10-20T12:30:00Z,true
            A3,O3,ann,email,2026-10-20T12:30:00Z,true
            A4,O2,bob,task,2026-10-02T08:00:00Z,true
            A5,,bob,call,2026-11-12T23:30:00Z,true
            A6,O5,,meeting,2026-11-05T10:00:00Z,false

            """,
        ["quotas.csv"] = Quotas,
    };

    /// <summary>O1 was pushed and called about again, O3 is gone, O6 is new.</summary>
    public static IReadOnlyDictionary<string, string> Next { get; } = new Dictionary<string, string>(First, StringComparer.Ordinal)
    {
        ["snapshot.json"] = """{ "takenAt": "2026-11-20T18:00:00Z", "stages": ["Discovery", "Proposal"] }""",
        ["opportunities.csv"] = """
            opportunity_id,owner_id,stage,outcome,name,account,product,amount,currency,created_at,closed_at,close_date,next_step
            O1,ann,Proposal,open,Dock doors,Acme,Doors,1500.5,EUR,2026-09-01T09:00:00Z,,2027-01-31,
            O2,ann,Closed Won,won,Ramps,Acme,Ramps,900,EUR,2026-08-03T09:00:00Z,2026-10-15T16:30:00Z,2026-10-15,
            O4,bob,Closed Lost,lost,Gates,,Gates,70000,USD,2026-07-01T09:00:00Z,2026-09-30T02:30:00Z,2026-09-29,
            O5,bob,Discovery,open,"Seals, all sizes",Borg,Seals,12,EUR,2026-11-02T09:00:00Z,,2026-11-30,
            O6,ann,Discovery,open,Belts,Acme,,5000,EUR,2026-11-17T09:00:00Z,,2026-12-31,

            """,
        ["stage_history.csv"] = StageHistory.Replace("O3,Discovery,2026-10-01T09:00:00Z\n", "", StringComparison.Ordinal) + "O6,Discovery,2026-11-17T09:00:00Z\n",
        ["close_date_history.csv"] = CloseDates + "O1,2026-11-16T14:00:00Z,2026-12-31,2027-01-31\n",
        ["activities.csv"] = """
            activity_id,opportunity_id,person_id,kind,at,completed
            A1,O1,ann,call,2026-11-10T15:00:00Z,true
            A2,O1,ann,meeting,2026-11-18T15:00:00Z,true
            A3,O1,ann,email,2026-10-20T12:30:00Z,true
            A4,O2,bob,task,2026-10-02T08:00:00Z,true
            A5,,bob,call,2026-11-12T23:30:00Z,true
            A6,O5,,meeting,2026-11-05T10:00:00Z,false
            A7,O1,ann,call,2026-11-19T15:00:00Z,true

            """,
    };

    public string Folder => _folder.FullName;

    public async Task<FakeCompany> CompanyAsync(IReadOnlyDictionary<string, string> files)
    {
        DirectoryInfo folder = _folder.CreateSubdirectory(Path.GetRandomFileName());
        foreach ((string name, string content) in files)
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, name), content);
        }

        return await FakeCompany.ReadAsync(folder.FullName, CancellationToken.None);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
