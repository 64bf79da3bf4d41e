using System.Globalization;
using NodaTime;
using OneOnOne.Crm;

namespace OneOnOne.Local.FakeCrm.HubSpot;

/// <summary>Makes HubSpot's deals of a company's opportunities.</summary>
internal sealed class FakeHubSpotDeals(FakeCompany company, FakeHubSpotPipeline pipeline, DateTimeZone zone)
{
    private static readonly string[] Sources = ["CRM_UI", "API", "AUTOMATION_PLATFORM", "IMPORT"];

    public FakeHubSpotRecord Of(OpportunityRow row)
    {
        string id = FakeHubSpotIds.Of(row.Id);
        DateTimeOffset created = row.CreatedAt ?? company.StageHistory[row.Id].Select(entry => entry.Entry.At).Append(row.ClosedAt ?? company.TakenAt.AddDays(-1)).Min();
        FakeHubSpotRecord deal = new("deals", id, created);
        (string stage, bool closed, bool won) = pipeline.Stage(row.Stage);
        Dictionary<string, string?> values = new(StringComparer.Ordinal)
        {
            ["dealname"] = row.Name,
            ["amount"] = row.Amount?.Amount.ToString(CultureInfo.InvariantCulture),
            ["deal_currency_code"] = row.Amount?.Currency,
            ["dealstage"] = stage,
            ["pipeline"] = pipeline.Id,
            ["createdate"] = FakeHubSpotRecord.Text(created),
            ["hubspot_owner_id"] = FakeHubSpotIds.Of(row.Owner),
            ["hs_is_closed"] = Flag(closed),
            ["hs_is_closed_won"] = Flag(won),
            ["hs_is_closed_lost"] = Flag(closed && !won),
            ["hs_deal_stage_probability"] = closed ? won ? "1" : "0" : "0.5",
            ["hs_next_step"] = row.NextStep,
            ["hs_merged_object_ids"] = null,
            ["product_line"] = row.Product,
        };
        foreach ((string name, string? value) in values)
        {
            deal.Properties[name] = value;
        }

        Keep(deal, "dealstage", Stages(row, created, stage));
        Keep(deal, "closedate", CloseDates(row, id, created));
        Keep(deal, "amount", [new FakeHubSpotVersion(deal.Properties["amount"], created, "CRM_UI")]);
        Keep(deal, "hubspot_owner_id", [new FakeHubSpotVersion(deal.Properties["hubspot_owner_id"], created, "CRM_UI")]);
        if (row.Account is { } account)
        {
            deal.Link("companies", FakeHubSpotIds.Of("company " + account));
        }

        return deal;
    }

    /// <summary>A version has the instant of its change; the present value is the newest, whatever the company's history says.</summary>
    private List<FakeHubSpotVersion> Stages(OpportunityRow row, DateTimeOffset created, string now)
    {
        List<FakeHubSpotVersion> versions =
        [
            .. company.StageHistory[row.Id].OrderBy(entry => entry.Entry.At)
                .Select((entry, index) => new FakeHubSpotVersion(pipeline.Stage(entry.Entry.Stage).Id, entry.Entry.At, Sources[index % Sources.Length])),
        ];
        if (versions.Count == 0 || versions[^1].Value != now)
        {
            versions.Add(new FakeHubSpotVersion(now, row.ClosedAt ?? (versions.Count == 0 ? created : Late(versions[^1].At)), "CRM_UI"));
        }

        return versions;
    }

    private List<FakeHubSpotVersion> CloseDates(OpportunityRow row, string id, DateTimeOffset created)
    {
        CloseDateChange[] changes = [.. company.CloseDateHistory[row.Id].Select(change => change.Change).OrderBy(change => change.At)];
        List<FakeHubSpotVersion> versions = [];
        if ((changes.Length > 0 ? changes[0].From : row.CloseDate) is { } first)
        {
            versions.Add(new FakeHubSpotVersion(Day(first, id), created, "CRM_UI"));
        }

        foreach ((int index, CloseDateChange change) in changes.Index())
        {
            versions.Add(new FakeHubSpotVersion(Day(change.To, id), change.At, Sources[index % Sources.Length]));
        }

        string? now = row.CloseDate is { } date ? Day(date, id) : null;
        if (versions.Count > 0 && versions[^1].Value != now)
        {
            versions.Add(new FakeHubSpotVersion(now, row.ClosedAt ?? Late(versions[^1].At), "CRM_UI"));
        }

        return versions;
    }

    /// <summary>A day of the portal's calendar, now at its begin and now at its end: in UTC it is often another.</summary>
    private string Day(DateOnly day, string id)
    {
        LocalTime time = FakeHubSpotIds.Spread(id, 2) == 0 ? new LocalTime(0, 5) : new LocalTime(23, 55);
        LocalDateTime local = LocalDate.FromDateOnly(day) + time;
        return FakeHubSpotRecord.Text(local.InZoneLeniently(zone).ToDateTimeOffset());
    }

    private DateTimeOffset Late(DateTimeOffset after) => company.TakenAt.AddHours(-1) is var late && late > after ? late : after;

    private static void Keep(FakeHubSpotRecord deal, string property, IEnumerable<FakeHubSpotVersion> versions)
    {
        List<FakeHubSpotVersion> newestFirst = [.. versions.Reverse()];
        deal.History[property] = newestFirst;
        deal.Properties[property] = newestFirst.Count == 0 ? null : newestFirst[0].Value;
    }

    private static string Flag(bool value) => value ? "true" : "false";
}
