using System.Globalization;
using OneOnOne.Crm;
using OneOnOne.Ingest.Connect;

namespace OneOnOne.Ingest.Salesforce;

/// <summary>Opportunities that somebody owns: what lies with a queue is in nobody's book.</summary>
internal sealed class SalesforceDeals(Mirror mirror, SalesforceSettings settings)
{
    private readonly SalesforceObject _opportunity = SalesforceObject.Opportunity(settings.ProductField);

    public IEnumerable<CanonicalRow> Rows()
    {
        CanonicalRow row = new(Section.Opportunities);
        string instance = mirror.State(SalesforceMirror.Instance)!;
        Dictionary<string, string> unseen = Unseen();
        foreach (SalesforceRecord deal in All())
        {
            row.Begin(SalesforceMirror.Opportunity, deal.Id)
                .Set("opportunity_id", deal.Id).Set("owner_id", deal["OwnerId"]).Set("stage", deal["StageName"])
                .Set("is_closed", deal["IsClosed"]).Set("is_won", deal["IsWon"]).Set("name", deal["Name"]).Set("account", deal["Account.Name"])
                .Set("amount", deal["Amount"]).Set("currency", deal["CurrencyIsoCode"]).Set("created_at", deal["CreatedDate"]).Set("close_date", deal["CloseDate"])
                .Set("next_step", deal["NextStep"]).Set("url", instance + deal.Id).Set("last_activity_at", unseen.GetValueOrDefault(deal.Id));
            yield return settings.ProductField is { } product ? row.Set("product", deal[product]) : row;
        }
    }

    public HashSet<string> Ids() => [.. All().Select(deal => deal.Id)];

    private IEnumerable<SalesforceRecord> All() =>
        mirror.Records(SalesforceMirror.Opportunity).Select(record => SalesforceRecord.Of(_opportunity, record)).Where(deal => deal["OwnerId"] is null || SalesforceId.IsUser(deal["OwnerId"]));

    /// <summary>
    /// The day of the last activity, where no task or event that was read is of that day: then there is one that the user who signs in may
    /// not see. A day ahead says nothing, for tasks that are done count by when they were due.
    /// </summary>
    private Dictionary<string, string> Unseen()
    {
        string today = (mirror.ReadAt ?? DateTimeOffset.MaxValue).UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        Dictionary<string, string> days = All()
            .Where(deal => !deal.Is("IsClosed") && deal["LastActivityDate"] is { } day && string.CompareOrdinal(day, today) < 0)
            .ToDictionary(deal => deal.Id, deal => deal["LastActivityDate"]!);
        foreach (SalesforceObject @object in new[] { SalesforceObject.Task, SalesforceObject.Event })
        {
            foreach (MirrorRecord record in mirror.ByParent(@object.Name).Where(record => days.ContainsKey(record.Parent!)))
            {
                if (SalesforceRecord.Of(@object, record)["ActivityDate"] == days[record.Parent!])
                {
                    days.Remove(record.Parent!);
                }
            }
        }

        return days;
    }
}
