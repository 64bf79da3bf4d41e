using OneOnOne.Crm;
using OneOnOne.Ingest;
using OneOnOne.Meetings;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Ingest;

public sealed class CsvSectionsTests
{
    private static readonly DateTimeOffset Nine = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_snapshot_is_read_people_first_then_opportunities_then_the_rest()
    {
        using CsvExport export = Complete();
        await export.ReadAsync();
        Assert.Empty(export.Problems);
        Assert.Equal(
            ["PersonRow", "PersonRow", "OpportunityRow", "ActivityRow", "StageHistoryRow", "CloseDateHistoryRow", "QuotaRow", "MeetingExceptionRow", "MeetingRow", "MeetingExceptionRow"],
            export.Rows.Select(row => row.GetType().Name));
        Assert.Equal(Enum.GetValues<Section>().Select(section => (section, section switch { Section.People => 2L, Section.Meetings => 3L, _ => 1L }, 0L)),
            export.Counts.Select(count => (count.Key, count.Value.Read, count.Value.Skipped)));
    }

    [Fact]
    public async Task Every_column_arrives()
    {
        using CsvExport export = Complete();
        await export.ReadAsync();
        Assert.Equal(
            [
                new PersonRow(new("people.csv", 2), new("boss")) { Name = "Bo Ss", Email = "bo@example.com", TimeZone = "Europe/Berlin", Language = "de", Active = true },
                new PersonRow(new("people.csv", 3), new("rep")) { Manager = new("boss"), Active = false },
                new ActivityRow(new("", 0), new("O1"), new("rep"), ActivityKind.Call, Nine, true, Batches.IdOf("A1")),
                new StageHistoryRow(new("", 0), new("O1"), new("Proposal", Nine)),
                new CloseDateHistoryRow(new("", 0), new("O1"), new(Nine, new(2026, 3, 31), new(2026, 4, 30))),
                new QuotaRow(new("quotas.csv", 2), new("rep"), new(2026, 1, 1), new(2026, 3, 31), new(100_000m, "EUR")),
                new MeetingExceptionRow(new("meetings.csv", 2), "M1", new(2026, 1, 13), new DateTime(2026, 1, 14, 15, 30, 0), "Holiday"),
                new MeetingRow(new("meetings.csv", 3), "M1", new("boss"), new("rep"), Cadence.Fortnightly, new(2026, 1, 13), new(9, 30), "Europe/Berlin", 45),
                new MeetingExceptionRow(new("meetings.csv", 4), "M1", new(2026, 1, 27), null, null),
            ],
            export.Rows.Where(row => row is not OpportunityRow));

        OpportunityRow opportunity = export.Rows.OfType<OpportunityRow>().Single();
        Assert.Empty(opportunity.StageEntries);
        Assert.Equal(
            new OpportunityRow(new("opportunities.csv", 2), new("O1"), new("rep"), "Proposal", Outcome.Open)
            {
                Name = "Big deal",
                Account = "Acme",
                Product = "GTX",
                Amount = new(1234.5m, "EUR"),
                CreatedAt = Nine,
                ClosedAt = Nine.AddDays(1),
                CloseDate = new(2026, 3, 31),
                NextStep = "Call",
                Url = "https://crm.example.com/O1",
                LastActivityAt = Nine.AddDays(2),
                NextActivityAt = Nine.AddDays(3),
            },
            opportunity with { StageEntries = new OpportunityRow(default, default, default, "", default).StageEntries });
    }

    [Fact]
    public async Task Only_what_somebody_did_or_will_do_is_an_activity()
    {
        using CsvExport export = new CsvExport()
            .With("opportunities.csv", "opportunity_id,owner_id,stage\nO1,rep,Proposal\n")
            .With("activities.csv", "activity_id,opportunity_id,kind,at,completed,automated\n"
                + "A1,O1,email,2026-01-05T09:00Z,,no\nA2,O1,email,2026-01-05T09:00Z,,yes\nA3,O1,List Email,2026-01-05T09:00Z,completed,\nA4,O1,newsletter,2026-01-05T09:00Z,,\n"
                + "A5,O1,meeting,2026-01-06T09:00Z,Canceled,\nA6,O1,meeting,2026-01-06T09:00Z,NO_SHOW,\nA7,O1,task,2026-01-06T09:00Z,Not Started,\nA8,O1,fax,2026-01-06T09:00Z,held,\n");
        await export.ReadAsync();
        Assert.Empty(export.Problems);
        Assert.Equal(
            [(Batches.IdOf("A1"), ActivityKind.Email, null), (Batches.IdOf("A7"), ActivityKind.Task, false), (Batches.IdOf("A8"), ActivityKind.Other, true)],
            export.Rows.OfType<ActivityRow>().Select(row => (row.Id, row.Kind, row.Completed)));
        Assert.Equal((8, 5), (export.Counts[Section.Activities].Read, export.Counts[Section.Activities].Skipped));
    }

    /// <summary>Midnight would be the evening before, to everybody in America.</summary>
    [Fact]
    public async Task An_activity_of_which_only_the_day_is_known_is_at_its_noon()
    {
        using CsvExport export = new CsvExport()
            .With("opportunities.csv", "opportunity_id,owner_id,stage,created_at,last_activity_at,next_activity_at\nO1,rep,Proposal,2026-01-05,2026-01-05,2026-01-06\n")
            .With("activities.csv", "opportunity_id,kind,at\nO1,task,2026-01-05\nO1,task,2026-01-05T00:00:00Z\n");
        await export.ReadAsync();
        OpportunityRow deal = export.Rows.OfType<OpportunityRow>().Single();
        Assert.Equal((Nine.AddHours(-9), Nine.AddHours(3), Nine.AddHours(27)), (deal.CreatedAt, deal.LastActivityAt, deal.NextActivityAt));
        Assert.Equal([Nine.AddHours(3), Nine.AddHours(-9)], export.Rows.OfType<ActivityRow>().Select(row => row.At));
    }

    [Fact]
    public async Task Header_names_may_be_in_any_case_order_and_company()
    {
        using CsvExport export = new CsvExport().With("Opportunities.CSV", " Stage ,junk,OPPORTUNITY_ID,Owner_Id\nProposal,x,O1,rep\n");
        OpportunityRow row = Assert.Single(await export.ReadAsync<OpportunityRow>());
        Assert.Equal(("O1", "rep", "Proposal", "Opportunities.CSV"), (row.Id.Value, row.Owner.Value, row.Stage, row.Position.File));
    }

    [Fact]
    public async Task A_bad_row_says_where_and_why_and_never_what()
    {
        using CsvExport export = new CsvExport()
            .With("people.csv", "person_id,email,time_zone,active,country,language\n,a@b.c,,,,\nP1,,Berlin,,,\nP2,,,maybe,,\nP3,,,,kr,\nP3,,,,,\nP4,a\u0001b@c.d,,,,\nP5,,,,Germany,\nP6,,,,,German\nP7,,,,,fr-CH\n")
            .With("opportunities.csv", "opportunity_id,owner_id,stage,outcome,amount,currency,close_date,created_at\nO1,,Proposal,done,1x,,never,\nO2,rep,,,,,,\nO3,rep,P,done,,,,\nO4,rep,P,,12x,,,\nO5,rep,P,,1,Euro,,\nO6,rep,P,,,,31/02/2026,\nO7,rep,P,,,,,2026-13-01\nO8,rep,P,,,Euro,,\nO8,rep,P,,,,,\n")
            .With("activities.csv", "opportunity_id,person_id,kind,at,completed\n,,call,2026-01-05,\nO8,,,2026-01-05,\nO8,,call,,\nO8,,call,2026-01-05,perhaps\n,rep,call,2026-01-05,\n")
            .With("quotas.csv", "person_id,from,to,amount\nrep,2026-01-01,2025-12-31,5\nrep,2026-01-01,2026-03-31,\n")
            .With("meetings.csv", "meeting_id,manager_id,rep_id,cadence,first_on,at,time_zone,minutes,occurrence_on,moved_to\nM1,b,r,daily,2026-01-05,09:00,UTC,,,\nM2,b,r,weekly,2026-01-05,9 am,UTC,,,\nM3,b,r,weekly,2026-01-05,09:00,,,,\nM4,b,r,weekly,2026-01-05,09:00,UTC,4,,\nM5,b,r,weekly,2026-01-05,09:00,UTC,481,,\nM6,b,r,weekly,2026-01-05,09:00,UTC,an hour,,\nM7,,,,,,,,2026-01-05,2026-01-06\nM8,b,r,weekly,2026-01-05,24:00,UTC,,,\nM9,b,r,weekly,2026-01-05,09:00,UTC,480,,\n");
        await export.ReadAsync();
        Assert.Equal(
            [
                "people.csv 2 person_id Missing ",
                "people.csv 3 time_zone BadValue xxxxxx",
                "people.csv 4 active BadValue xxxxx",
                "people.csv 6 person_id DuplicateId x9",
                "people.csv 7 email BadValue x?x@x.x",
                "people.csv 8 country BadValue xxxxxxx",
                "people.csv 9 language BadValue xxxxxx",
                "people.csv 10 language BadValue xx-xx",
                "opportunities.csv 2 owner_id Missing ",
                "opportunities.csv 3 stage Missing ",
                "opportunities.csv 4 outcome BadValue xxxx",
                "opportunities.csv 5 amount BadNumber 99x",
                "opportunities.csv 6 currency BadValue xxxx",
                "opportunities.csv 7 close_date BadDate 99/99/9999",
                "opportunities.csv 8 created_at BadDate 9999-99-99",
                "opportunities.csv 10 opportunity_id DuplicateId x9",
                "activities.csv 2 opportunity_id Missing ",
                "activities.csv 3 kind Missing ",
                "activities.csv 4 at Missing ",
                "activities.csv 5 completed BadValue xxxxxxx",
                "quotas.csv 2 to BadValue 9999-99-99",
                "quotas.csv 3 amount Missing ",
                "meetings.csv 2 cadence BadValue xxxxx",
                "meetings.csv 3 at BadDate 9 xx",
                "meetings.csv 4 time_zone Missing ",
                "meetings.csv 5 minutes BadValue 9",
                "meetings.csv 6 minutes BadValue 999",
                "meetings.csv 7 minutes BadNumber xx xxxx",
                "meetings.csv 8 moved_to BadDate 9999-99-99",
                "meetings.csv 9 at BadDate 99:99",
            ],
            export.Problems);
        Assert.Equal(["P3", "O8", "rep", "M9"], export.Rows.Select(row => row switch
        {
            PersonRow person => person.Id.Value,
            OpportunityRow opportunity => opportunity.Id.Value,
            ActivityRow activity => activity.By!.Value.Value,
            MeetingRow meeting => meeting.MeetingId,
            _ => "?",
        }));
        Assert.All(export.Bad.Where(bad => bad.Section == Section.Opportunities), bad => Assert.Equal($"O{Math.Min(bad.Row, 9) - 1}", bad.Id));
    }

    [Fact]
    public async Task The_first_good_row_of_an_id_loads_even_behind_a_bad_one()
    {
        using CsvExport export = new CsvExport().With("opportunities.csv", "opportunity_id,owner_id,stage\nO1,,P\nO1,rep,P\nO1,rep,P\n");
        await export.ReadAsync();
        Assert.Equal(["opportunities.csv 2 owner_id Missing ", "opportunities.csv 4 opportunity_id DuplicateId x9"], export.Problems);
        Assert.Equal(3, Assert.Single(export.Rows).Position.Row);
    }

    [Fact]
    public async Task An_id_is_never_cut()
    {
        string longest = new('i', 255);
        using CsvExport export = new CsvExport().With("opportunities.csv", $"opportunity_id,owner_id,stage\n{longest},rep,P\n{longest}i,rep,P\n");
        Assert.Equal(longest, Assert.Single(await export.ReadAsync<OpportunityRow>()).Id.Value);
        Assert.Equal([$"opportunities.csv 3 opportunity_id TooLong {new string('x', 40)}…"], export.Problems);
    }

    [Fact]
    public async Task The_manifest_tells_a_snapshot_by_its_content_and_its_mapping()
    {
        using CsvExport export = Complete().With("snapshot.json", """{ "takenAt": "2026-01-06T18:00:00+01:00", "stages": ["Prospecting", "Proposal", "Closed Won"] }""");
        SnapshotManifest manifest = await export.Open().DescribeAsync(CancellationToken.None);
        Assert.Equal(new DateTimeOffset(2026, 1, 6, 17, 0, 0, TimeSpan.Zero), manifest.TakenAt);
        Assert.Equal("Prospecting, Proposal", string.Join(", ", manifest.Stages));
        Assert.Equal(Enum.GetValues<Section>(), manifest.Sections);
        Assert.Matches("^[0-9a-f]{64}$", manifest.ContentHash);
        Assert.Equal(manifest.ContentHash, (await export.Open(takenAt: Nine).DescribeAsync(CancellationToken.None)).ContentHash);
        Assert.Equal(Nine, (await export.Open(takenAt: Nine).DescribeAsync(CancellationToken.None)).TakenAt);

        HashSet<string> hashes = [manifest.ContentHash];
        Assert.True(hashes.Add(await HashAsync(export.MappedBy("""{ "currency": "EUR" }"""))));
        Assert.False(hashes.Add(await HashAsync(export.MappedBy("{ /* the same */\n\"currency\" : \"EUR\", }"))));
        Assert.True(hashes.Add(await HashAsync(export.With("quotas.csv", "person_id,from,to,amount\n"))));
        Assert.True(hashes.Add(await HashAsync(export.With("snapshot.json", "{}"))));
        File.Move(Path.Combine(export.Folder, "quotas.csv"), Path.Combine(export.Folder, "Quotas.csv"));
        Assert.True(hashes.Add(await HashAsync(export)));
        File.Delete(Path.Combine(export.Folder, "Quotas.csv"));
        Assert.True(hashes.Add(await HashAsync(export)));
        Assert.DoesNotContain(Section.Quotas, (await export.Open().DescribeAsync(CancellationToken.None)).Sections);
    }

    private static async Task<string> HashAsync(CsvExport export) => (await export.Open().DescribeAsync(CancellationToken.None)).ContentHash;

    private static CsvExport Complete() => new CsvExport()
        .With("people.csv", "person_id,name,email,manager_id,time_zone,language,active\nboss,Bo Ss,bo@example.com,,Europe/Berlin,de-AT,yes\nrep,,,boss,,,0\n")
        .With(
            "opportunities.csv",
            "opportunity_id,owner_id,stage,outcome,name,account,product,amount,currency,created_at,closed_at,close_date,next_step,url,last_activity_at,next_activity_at\n"
            + "O1,rep,Proposal,open,Big deal,Acme,GTX,\"1,234.50\",eur,2026-01-05T09:00:00Z,2026-01-06 09:00:00,2026-03-31,Call,https://crm.example.com/O1,2026-01-07T10:00:00+01:00,2026-01-08T09:00:00.000+0000\n")
        .With("activities.csv", "opportunity_id,person_id,kind,at,completed,activity_id\nO1,rep,Phone Call,2026-01-05 09:00,done,A1\n")
        .With("stage_history.csv", "opportunity_id,stage,entered_at\nO1,Proposal,2026-01-05T09:00:00Z\n")
        .With("close_date_history.csv", "opportunity_id,changed_at,old_close_date,new_close_date\nO1,2026-01-05T09:00:00Z,2026-03-31,2026-04-30\n")
        .With("quotas.csv", "person_id,from,to,amount,currency\nrep,2026-01-01,2026-03-31,100000,EUR\n")
        .With(
            "meetings.csv",
            "meeting_id,manager_id,rep_id,cadence,first_on,at,time_zone,minutes,occurrence_on,moved_to,cause\n"
            + "M1,,,,,,,,2026-01-13,2026-01-14 15:30,Holiday\nM1,boss,rep,Fortnightly,2026-01-13,09:30,Europe/Berlin,,,,\nM1,,,,,,,,2026-01-27,,\n");
}
