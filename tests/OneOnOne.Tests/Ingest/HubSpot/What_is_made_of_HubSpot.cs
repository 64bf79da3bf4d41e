using OneOnOne.Crm;
using OneOnOne.Ingest.Connect;
using OneOnOne.Local.FakeCrm.HubSpot;

namespace OneOnOne.Tests.Ingest.HubSpot;

/// <summary>Records of HubSpot's that mean something else than they seem to.</summary>
public sealed class What_is_made_of_HubSpot
{
    private static readonly string Ann = FakeHubSpot.IdOf(new PersonId("ann"));
    private static readonly string One = FakeHubSpot.IdOf(new OpportunityId("O1"));

    [Theory]
    [InlineData("emails", "hs_email_direction=INCOMING_EMAIL hs_email_status=SENT", null)]
    [InlineData("emails", "hs_email_direction=FORWARDED_EMAIL hs_email_status=SENT", "Email True")]
    [InlineData("emails", "hs_email_direction=EMAIL hs_email_status=BOUNCED", null)]
    [InlineData("emails", "hs_email_direction=EMAIL hs_email_status=SENT hs_sequence_id=77", null)]
    [InlineData("emails", "hs_email_direction=EMAIL hs_email_status=SENT hs_object_source=AUTOMATION_PLATFORM", null)]
    [InlineData("emails", "hs_email_direction=EMAIL", "Email ")]
    [InlineData("calls", "hs_call_status=BUSY", "Call True")]
    [InlineData("calls", "hs_call_status=MISSED", null)]
    [InlineData("calls", "hs_call_status=QUEUED", "Call False")]
    [InlineData("meetings", "hs_meeting_outcome=SCHEDULED", "Meeting ")]
    [InlineData("meetings", "hs_meeting_outcome=CANCELED", null)]
    [InlineData("meetings", "hs_meeting_outcome=RESCHEDULED", null)]
    [InlineData("meetings", "hs_meeting_outcome=NO_SHOW", null)]
    [InlineData("meetings", "hs_meeting_outcome=Went_well", "Meeting ")]
    [InlineData("tasks", "hs_task_status=DEFERRED", "Task False")]
    [InlineData("tasks", "hs_task_status=COMPLETED", "Task True")]
    [InlineData("notes", "hs_note_body=Thoughts", null)]
    public async Task Only_what_somebody_did_or_has_booked_is_an_activity(string type, string properties, string? expected)
    {
        await using HubSpotBench bench = await HubSpotBench.StartAsync();
        (string, string?)[] values = [.. properties.Split(' ').Select(one => one.Split('=')).Select(one => (one[0], (string?)one[1])), ("hs_timestamp", "2026-11-11T11:11:00Z"), ("hubspot_owner_id", Ann)];
        bench.Fake.Content.Add(type, "4711", HubSpotWorld.TakenAt.AddDays(-2), values);
        bench.Fake.Content.Link(type, "4711", "deals", One);

        ActivityRow? row = (await bench.ReadAsync()).Rows.OfType<ActivityRow>().SingleOrDefault(row => row.At.Minute == 11);

        Assert.Equal(expected, row is null ? null : $"{row.Kind} {row.Completed}");
        Assert.Empty(bench.Bad);
    }

    [Fact]
    public async Task A_task_that_is_done_counts_when_it_was_done_and_not_when_it_is_due()
    {
        await using HubSpotBench bench = await HubSpotBench.StartAsync();
        bench.Fake.Content.Add(
            "tasks", "4711", HubSpotWorld.TakenAt.AddDays(-9), ("hs_task_status", "COMPLETED"), ("hs_timestamp", "2027-01-31T09:00:00Z"), ("hs_task_completion_date", "1762853460000"), ("hubspot_owner_id", Ann));

        Assert.Contains("2025-11-11 09:31 | Task | - | ann | True", (await bench.ReadAsync()).Activities);
    }

    [Fact]
    public async Task Stages_of_two_pipelines_with_one_label_are_told_apart()
    {
        await using HubSpotBench bench = await HubSpotBench.StartAsync();
        bench.Fake.Content.Pipelines.Add(new FakeHubSpotPipeline("renewals", "Renewals", [new FakeHubSpotStage("901", "Review", Outcome.Open), new FakeHubSpotStage("902", "proposal", Outcome.Open), new FakeHubSpotStage("903", "Kept", Outcome.Won)]));
        bench.Fake.Content.Set("deals", One, "dealstage", "902");

        HubSpotSnapshot read = await bench.ReadAsync();

        Assert.Equal("proposal (Renewals)", read.Opportunity("O1").Stage);
        Assert.Equal("Discovery, Proposal (Sales Pipeline), Review, proposal (Renewals)", string.Join(", ", read.Manifest.Stages));
        Assert.Contains("O1 | 2026-09-20 10:00 | Proposal (Sales Pipeline)", read.StageHistory);
    }

    [Fact]
    public async Task A_deal_in_a_closed_stage_that_says_nothing_itself_is_closed_as_the_stage_is()
    {
        await using HubSpotBench bench = await HubSpotBench.StartAsync();
        bench.Fake.Content.Pipelines.Add(new FakeHubSpotPipeline("renewals", "Renewals", [new FakeHubSpotStage("903", "Kept", Outcome.Won), new FakeHubSpotStage("904", "Let go", Outcome.Lost)]));
        foreach (string flag in new[] { "hs_is_closed", "hs_is_closed_won" })
        {
            bench.Fake.Content.Set("deals", One, flag, null);
        }

        bench.Fake.Content.Set("deals", One, "dealstage", "904");
        Assert.Equal((Outcome.Lost, HubSpotWorld.TakenAt), Closed(await bench.ReadAsync()));
        bench.Fake.Content.Set("deals", One, "dealstage", "903");
        Assert.Equal((Outcome.Won, HubSpotWorld.TakenAt), Closed(await bench.ReadAsync()));

        static (Outcome, DateTimeOffset?) Closed(HubSpotSnapshot read) => (read.Opportunity("O1").Outcome, read.Opportunity("O1").ClosedAt);
    }

    [Fact]
    public async Task A_stage_that_was_deleted_since_keeps_its_id_for_a_name()
    {
        await using HubSpotBench bench = await HubSpotBench.StartAsync();
        bench.Fake.Content.Set("deals", One, "dealstage", "31415926");

        Assert.Equal("31415926", (await bench.ReadAsync()).Opportunity("O1").Stage);
    }

    [Fact]
    public async Task What_a_history_that_was_cut_off_lacks_the_stages_own_dates_tell()
    {
        await using HubSpotBench bench = await HubSpotBench.StartAsync();
        FakeHubSpotRecord deal = bench.Fake.Content.Find("deals", One)!;
        string[] stages = [.. deal.History["dealstage"].Select(version => version.Value!)];
        deal.History["dealstage"].RemoveAt(1);
        deal.Properties["hs_v2_date_entered_" + stages[0]] = "2026-09-20T10:00:00Z";
        deal.Properties["hs_v2_date_entered_" + stages[1]] = "2026-09-01T09:00:01Z";

        Assert.Equal(
            ["O1 | 2026-09-01 09:00 | Discovery", "O1 | 2026-09-20 10:00 | Proposal"], (await bench.ReadAsync()).StageHistory.Where(row => row.StartsWith("O1", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_close_date_that_was_taken_away_and_set_again_moved_once()
    {
        await using HubSpotBench bench = await HubSpotBench.StartAsync();
        bench.Fake.Content.Now = HubSpotWorld.TakenAt.AddHours(1);
        bench.Fake.Content.Set("deals", One, "closedate", "");
        bench.Fake.Content.Now = HubSpotWorld.TakenAt.AddHours(2);
        bench.Fake.Content.Set("deals", One, "closedate", "2027-02-10T17:00:00Z");

        Assert.Equal(
            ["O1 | 2026-10-05 15:00 | 2026-10-31 | 2026-12-31", "O1 | 2026-11-13 20:00 | 2026-12-31 | 2027-02-10"],
            (await bench.ReadAsync()).CloseDateHistory.Where(row => row.StartsWith("O1", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_time_of_the_same_day_is_no_move_of_a_close_date()
    {
        await using HubSpotBench bench = await HubSpotBench.StartAsync();
        bench.Fake.Content.Set("deals", One, "closedate", "2026-12-31T16:00:00Z");

        Assert.Single((await bench.ReadAsync()).CloseDateHistory, row => row.StartsWith("O1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Goals_that_are_no_money_of_deals_are_no_quotas()
    {
        await using HubSpotBench bench = await HubSpotBench.StartAsync();
        (string, string?)[] period = [("hs_start_datetime", "2027-01-01T00:00:00Z"), ("hs_end_datetime", "2027-02-01T00:00:00Z"), ("hs_target_amount", "100"), ("hubspot_owner_id", Ann)];
        bench.Fake.Content.Add("goal_targets", "1", HubSpotWorld.TakenAt, [.. period, ("hs_goal_name", "Calls"), ("hs_kpi_unit_type", "number"), ("hs_kpi_object_type_id", "0-48")]);
        bench.Fake.Content.Add("goal_targets", "2", HubSpotWorld.TakenAt, [.. period, ("hs_goal_name", "Deals"), ("hs_kpi_unit_type", "number"), ("hs_kpi_object_type_id", "0-3")]);
        bench.Fake.Content.Add("goal_targets", "3", HubSpotWorld.TakenAt, [.. period[..3], ("hs_assignee_team_id", "9")]);
        bench.Fake.Content.Add("goal_targets", "4", HubSpotWorld.TakenAt, [.. period, ("hs_goal_name", "Revenue")]);
        bench.Fake.Content.Add("goal_targets", "5", HubSpotWorld.TakenAt, ("hs_start_datetime", "2027-02-01T05:00:00Z"), ("hs_end_datetime", "2027-03-01T04:59:59.999Z"), ("hs_target_amount", "7"), ("hubspot_owner_id", Ann));

        Assert.Equal(
            ["ann | 2027-01-01 | 2027-01-31 | 100 EUR", "ann | 2027-02-01 | 2027-02-28 | 7 EUR"], (await bench.ReadAsync()).Quotas.Where(row => row.Contains("2027", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Without_the_scope_for_goals_quotas_stay_as_they_are_known()
    {
        await using HubSpotBench bench = await HubSpotBench.StartAsync(options: usual => usual with { Scopes = usual.Scopes.Remove(FakeHubSpotOptions.Goals) });

        Assert.DoesNotContain(Section.Quotas, (await bench.ReadAsync()).Manifest.Sections);
    }

    [Fact]
    public async Task Without_the_scope_for_companies_deals_have_no_account()
    {
        await using HubSpotBench bench = await HubSpotBench.StartAsync(options: usual => usual with { Scopes = usual.Scopes.Remove(FakeHubSpotOptions.Companies) });

        Assert.Null((await bench.ReadAsync()).Opportunity("O1").Account);
    }

    [Fact]
    public async Task Without_the_scope_for_emails_the_deals_own_dates_of_contact_stand_in()
    {
        await using HubSpotBench bench = await HubSpotBench.StartAsync(options: usual => usual with { Scopes = usual.Scopes.Remove(FakeHubSpotOptions.Emails) });
        bench.Fake.Content.Set("deals", One, "notes_last_contacted", "2026-11-12T08:00:00Z");

        HubSpotSnapshot read = await bench.ReadAsync();

        Assert.Equal(new DateTimeOffset(2026, 11, 12, 8, 0, 0, TimeSpan.Zero), read.Opportunity("O1").LastActivityAt);
        Assert.DoesNotContain(read.Activities, row => row.Contains("Email", StringComparison.Ordinal));
        Assert.Contains("2026-11-10 15:00 | Call | O1 | ann | True", read.Activities);
    }

    [Fact]
    public async Task A_scope_that_is_granted_later_brings_what_closed_deals_have_as_well()
    {
        await using HubSpotBench bench = await HubSpotBench.StartAsync(options: usual => usual with { Scopes = usual.Scopes.Remove(FakeHubSpotOptions.Contacts) });
        await bench.ReadAsync();
        bench.Fake.Granted.Add(FakeHubSpotOptions.Contacts);

        Assert.Contains("2026-10-02 08:00 | Task | O2 | bob | True", (await bench.ReadAsync()).Activities);
    }

    [Fact]
    public async Task A_scope_that_is_gone_ends_the_read_before_everybody_looks_idle()
    {
        await using HubSpotBench bench = await HubSpotBench.StartAsync();
        await bench.ReadAsync();
        bench.Fake.Granted.Remove(FakeHubSpotOptions.Emails);

        UserErrorException e = await Assert.ThrowsAsync<UserErrorException>(() => bench.SyncAsync());

        Assert.Equal(
            "HubSpot's token may no longer read emails (sales-email-read), which it could before: everybody would look as if they had stopped. Grant it again, or delete the mirror file to go on without.", e.Message);
    }

    [Theory]
    [InlineData(FakeHubSpotOptions.Deals)]
    [InlineData(FakeHubSpotOptions.Owners)]
    public async Task Without_the_scope_for_deals_or_owners_nothing_is_read(string scope)
    {
        await using HubSpotBench bench = await HubSpotBench.StartAsync(options: usual => usual with { Scopes = usual.Scopes.Remove(scope) });

        UserErrorException e = await Assert.ThrowsAsync<UserErrorException>(() => bench.SyncAsync());

        Assert.Equal($"HubSpot's token may not read deals, their pipelines or owners: it lacks {scope}. Grant it to the private app (docs/connectors.md lists the scopes) and run the same again.", e.Message);
    }

    [Fact]
    public async Task A_dry_run_says_what_is_there_and_what_it_costs()
    {
        await using HubSpotBench bench = await HubSpotBench.StartAsync();

        CrmCheck check = await bench.CheckAsync();

        Assert.True(check.CanRead);
        Assert.Equal("account 6213884, US/Eastern, EUR", check.Account);
        Assert.Equal(
            [
                "Fine Pipelines of deals: 1", "Fine Owners: 3", "Fine Deals: 5", "Fine Properties of deals: 17", "Fine Calls: 2", "Fine Emails: 1", "Fine Meetings: 2", "Fine Tasks: 1", "Fine Companies: 2", "Fine Goals: 2",
            ],
            check.Lines.Select(line => $"{line.State} {line.What}{line.Consequence}"));
        Assert.Equal(["owners 3 2 2", "deals 5 6 7", "calls 2 2 2", "emails 1 2 2", "meetings 2 2 2", "tasks 1 2 2", "goals 2 1 1"], check.Costs.Select(cost => $"{cost.Records} {cost.Count} {cost.FirstRead} {cost.DailyRead}"));
        Assert.StartsWith("650,000 requests a day are allowed, 649,", check.Allowance, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_says_what_is_missing_and_what_goes_without_it()
    {
        await using HubSpotBench bench = await HubSpotBench.StartAsync(options: usual => usual with { Scopes = [FakeHubSpotOptions.Deals, FakeHubSpotOptions.Owners, FakeHubSpotOptions.Contacts] });
        bench.Settings["HubSpot__ProductProperty"] = "line_of_business";
        bench.Settings[$"HubSpot__Managers__{Ann}"] = "12345";
        bench.Fake.Content.Set("deals", One, "hubspot_owner_id", null);

        CrmCheck check = await bench.CheckAsync();

        Assert.True(check.CanRead);
        Assert.Equal(
            [
                "Lacking Managers: no owner has the id 12345: Correct HubSpot__Managers__<owner id>: the id of an owner is not that of a user.",
                "Lacking 1 deals have no owner: They are nobody's, and are left out until they have one.",
                "Lacking Property line_of_business of deals is not there: HubSpot__ProductProperty names it: set it to the internal name of a property, or to nothing.",
                "Lacking Emails: The token lacks sales-email-read. What is done by emails is not seen; the deals' own dates of contact stand in.",
                "Lacking Companies: The token lacks crm.objects.companies.read. Deals stand without the name of their account.",
                "Lacking Goals: The token lacks crm.objects.goals.read. There are no quotas in briefs.",
            ],
            check.Lines.Where(line => line.State != CrmCheckState.Fine).Select(line => $"{line.State} {line.What}: {line.Consequence}"));
    }

    [Fact]
    public async Task A_dry_run_names_owners_without_a_manager_and_a_token_that_may_read_no_deals()
    {
        await using HubSpotBench bench = await HubSpotBench.StartAsync(options: usual => usual with { Scopes = [FakeHubSpotOptions.Owners] });
        bench.Settings[$"HubSpot__Managers__{Ann}"] = "";
        bench.Settings[$"HubSpot__Managers__{FakeHubSpot.IdOf(new PersonId("bob"))}"] = "";

        CrmCheck check = await bench.CheckAsync();

        Assert.False(check.CanRead);
        Assert.Contains("Missing Pipelines of deals: The token lacks crm.objects.deals.read.", check.Lines.Select(line => $"{line.State} {line.What}: {line.Consequence}"));
        Assert.Contains(
            $"Managers: 2 owners have none: They get no one-on-ones: Ann Lee Park ({Ann}), Mia Sommer ({FakeHubSpot.IdOf(new PersonId("mia"))}). HubSpot does not know managers; set HubSpot__Managers__<owner id> to the manager's owner id.",
            check.Lines.Select(line => $"{line.What}: {line.Consequence}"));
    }
}
