using OneOnOne.Local.FakeCrm;

namespace OneOnOne.Tests.Ingest.Salesforce;

/// <summary>Two reps of Ann with a few deals, made to be read by eye.</summary>
internal sealed record SalesforceCompany
{
    public string TakenAt { get; init; } = "2026-11-20T18:00:00Z";

    public string People { get; init; } = """
        ann,Ann Lee,ann@example.com,,America/New_York,US,en-US,true
        ben,Ben Ito,ben@example.com,ann,Europe/Berlin,DE,de,true
        cat,Cat Orr,cat@example.com,ann,Europe/London,GB,en,false
        """;

    public string Deals { get; init; } = """
        O1,ben,Proposal,open,Big one,Acme,Gears,12500000,EUR,2026-06-01T08:00:00Z,2026-12-18,Send offer
        O2,ben,Closed Won,won,Small one,"Bolts, Nuts & Co",,1234.5,EUR,2026-05-04T07:30:00Z,2026-10-02,
        O3,cat,Qualification,open,Left one,Acme,,,,2026-10-05T10:00:00Z,2027-01-29,
        """;

    public string Work { get; init; } = """
        A1,O1,ben,call,2026-11-02T09:15:30Z,true
        A2,O1,ben,email,2026-11-03T10:00:00Z,true
        A3,O1,ben,meeting,2026-11-04T13:00:00Z,true
        A4,O1,ben,meeting,2026-12-02T13:00:00Z,false
        A5,O1,ben,task,2026-11-25T12:00:00Z,false
        A6,,ben,call,2026-11-05T09:00:00Z,true
        A7,O2,ben,other,2025-06-05T09:00:00Z,true
        A8,O3,cat,meeting,2025-06-06T09:00:00Z,true
        """;

    public string Stages { get; init; } = """
        O1,Prospecting,2026-06-01T08:00:00Z
        O1,Qualification,2026-07-01T09:00:00Z
        O1,Proposal,2026-10-12T14:30:00Z
        O2,Prospecting,2026-05-04T07:30:00Z
        O2,Closed Won,2026-10-02T16:00:00Z
        O3,Qualification,2026-10-05T10:00:00Z
        """;

    public string CloseDates { get; init; } = """
        O1,2026-08-03T12:00:00Z,2026-09-30,2026-10-30
        O1,2026-10-20T12:00:00Z,2026-10-30,2026-12-18
        """;

    public string Quotas { get; init; } = """
        ben,2026-10-01,2026-12-31,250000,EUR
        """;

    public async Task<FakeCompany> MakeAsync()
    {
        using CsvExport export = new();
        export.With("snapshot.json", $$"""{ "takenAt": "{{TakenAt}}", "stages": ["Prospecting", "Qualification", "Proposal"] }""")
            .With("people.csv", "person_id,name,email,manager_id,time_zone,country,language,active\n" + People)
            .With("opportunities.csv", "opportunity_id,owner_id,stage,outcome,name,account,product,amount,currency,created_at,close_date,next_step\n" + Deals)
            .With("activities.csv", "activity_id,opportunity_id,person_id,kind,at,completed\n" + Work)
            .With("stage_history.csv", "opportunity_id,stage,entered_at\n" + Stages)
            .With("close_date_history.csv", "opportunity_id,changed_at,old_close_date,new_close_date\n" + CloseDates)
            .With("quotas.csv", "person_id,from,to,amount,currency\n" + Quotas);
        return await FakeCompany.ReadAsync(export.Folder, CancellationToken.None);
    }

    /// <summary>A row without one of its columns, or with another value in place of one.</summary>
    public SalesforceCompany With(string before, string after)
    {
        string Changed(string rows) => rows.Replace(before, after, StringComparison.Ordinal);
        SalesforceCompany changed = this with { People = Changed(People), Deals = Changed(Deals), Work = Changed(Work), Stages = Changed(Stages), CloseDates = Changed(CloseDates), Quotas = Changed(Quotas) };
        Assert.NotEqual(this, changed);
        return changed;
    }
}
