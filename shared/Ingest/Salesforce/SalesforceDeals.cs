using System.Globalization;
using OneOnOne.Crm;
using OneOnOne.Ingest.Connect;

namespace OneOnOne.Ingest.Salesforce;

/// <summary>Opportunities that somebody owns: what lies with a queue is in nobody's book.</summary>
internal sealed class SalesforceDeals(Mirror mirror, SalesforceSettings settings)
{
    private static readonly SalesforceObject[] Worked = [SalesforceObject.Task, SalesforceObject.Event];

    private readonly SalesforceObject _opportunity = SalesforceObject.Opportunity(settings.ProductField);

    public IEnumerable<CanonicalRow> Rows()
    {
        CanonicalRow row = new(Section.Opportunities);
        string instance = mirror.State(SalesforceMirror.Instance)!;
        string today = (mirror.ReadAt ?? DateTimeOffset.MaxValue).UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        foreach (SalesforceRecord deal in All())
        {
            row.Begin(SalesforceMirror.Opportunity, deal.Id)
                .Set("opportunity_id", deal.Id).Set("owner_id", deal["OwnerId"]).Set("stage", deal["StageName"])
                .Set("is_closed", deal["IsClosed"]).Set("is_won", deal["IsWon"]).Set("name", deal["Name"]).Set("account", deal["Account.Name"])
                .Set("amount", deal["Amount"]).Set("currency", deal["CurrencyIsoCode"]).Set("created_at", deal["CreatedDate"]).Set("close_date", deal["CloseDate"])
                .Set("next_step", deal["NextStep"]).Set("url", instance + deal.Id).Set("last_activity_at", Unseen(deal, today));
            yield return settings.ProductField is { } product ? row.Set("product", deal[product]) : row;
        }
    }

    private IEnumerable<SalesforceRecord> All() =>
        mirror.Records(SalesforceMirror.Opportunity).Select(record => SalesforceRecord.Of(_opportunity, record)).Where(deal => deal["OwnerId"] is null || SalesforceId.IsUser(deal["OwnerId"]));

    /// <summary>
    /// The day of the last activity, where no task or event that was read is of that day: then there is one that the user who signs in may
    /// not see. A day ahead says nothing, for tasks that are done count by when they were due.
    /// </summary>
    private string? Unseen(SalesforceRecord deal, string today) =>
        !deal.Is("IsClosed") && deal["LastActivityDate"] is { } day && string.CompareOrdinal(day, today) < 0 && !Worked.Any(work => Days(work, deal.Id).Contains(day)) ? day : null;

    private IEnumerable<string?> Days(SalesforceObject work, string deal) => mirror.Of(work.Name, deal).Select(record => SalesforceRecord.Of(work, record)["ActivityDate"]);
}
