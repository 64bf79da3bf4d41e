using System.Globalization;
using OneOnOne.Crm;
using OneOnOne.Ingest.Connect;
using OneOnOne.Ingest.Csv.Mapping;

namespace OneOnOne.Ingest.Salesforce;

/// <summary>What Salesforce's records say, whichever way they came into the mirror.</summary>
internal sealed class SalesforceRecords(SalesforceSettings settings) : ICrmRecords
{
    public CrmContent Describe(Mirror mirror)
    {
        HashSet<string> objects = [.. (mirror.State(SalesforceMirror.Objects) ?? "").Split(' ')];
        List<Section> sections = [Section.People, Section.Opportunities];
        if (objects.Contains(SalesforceObject.Task.Name) || objects.Contains(SalesforceObject.Event.Name))
        {
            sections.Add(Section.Activities);
        }

        if (objects.Contains(SalesforceObject.History.Name))
        {
            sections.Add(Section.StageHistory);
        }

        if (mirror.State(SalesforceMirror.Fields(SalesforceObject.History.Name))?.Split(", ").Contains("CloseDate") == true)
        {
            sections.Add(Section.CloseDateHistory);
        }

        if (objects.Contains(SalesforceObject.Quota.Name) && objects.Contains(SalesforceObject.Period.Name) && new SalesforceQuotas(mirror, settings).AreClear)
        {
            sections.Add(Section.Quotas);
        }

        CsvMapping mapping = CsvMapping.None with { Currency = Currency(mirror), Stages = StageMap.Of(Stages(mirror)) };
        return new CrmContent([.. sections], mapping, string.Join('\n', mapping.Currency, settings.ProductField, settings.ForecastingType, mirror.State(SalesforceMirror.Instance), string.Join(' ', sections)))
        {
            Remarks = [.. Lacking(objects), .. sections.Contains(Section.CloseDateHistory) ? Untold(mirror) : []],
        };
    }

    public IEnumerable<CanonicalRow> Rows(Mirror mirror, Section section, DealNumbers deals) => section switch
    {
        Section.People => SalesforcePeople.Rows(mirror),
        Section.Opportunities => new SalesforceDeals(mirror, settings).Rows(),
        Section.Activities => new SalesforceActivities(mirror, deals).Rows(),
        Section.StageHistory => StageHistory(mirror),
        Section.CloseDateHistory => CloseDateHistory(mirror),
        Section.Quotas => new SalesforceQuotas(mirror, settings).Rows(),
        _ => [],
    };

    private IEnumerable<CanonicalRow> StageHistory(Mirror mirror)
    {
        CanonicalRow row = new(Section.StageHistory);
        return Lives(mirror).SelectMany(life => SalesforceStages.Of(life).Select(entry => row.Begin(entry.Id == life.Deal.Id ? SalesforceMirror.Opportunity : SalesforceObject.History.Name, entry.Id)
            .Set("opportunity_id", life.Deal.Id).Set("stage", entry.Stage).Set("entered_at", entry.EnteredAt)));
    }

    private IEnumerable<CanonicalRow> CloseDateHistory(Mirror mirror)
    {
        CanonicalRow row = new(Section.CloseDateHistory);
        return Lives(mirror).SelectMany(life => SalesforceCloseDates.Of(life).Select(change => row.Begin(SalesforceMirror.Opportunity, life.Deal.Id)
            .Set("opportunity_id", life.Deal.Id).Set("changed_at", SalesforceValue.Text(change.At)).Set("old_close_date", change.From).Set("new_close_date", change.To)));
    }

    private IEnumerable<SalesforceLife> Lives(Mirror mirror) => new SalesforceLives(mirror, settings).All().Where(life => life.Deal["OwnerId"] is null || SalesforceId.IsUser(life.Deal["OwnerId"]));

    private IEnumerable<string> Lacking(HashSet<string> read) =>
        SalesforceObject.All(settings.ProductField).Where(one => one.Lack is { Length: > 0 } && !read.Contains(one.Name)).Select(one => $"Object {one.Name} was not read: briefs lack {one.Lack}. {SalesforceCheck.GrantObject}.");

    private static IEnumerable<string> Untold(Mirror mirror)
    {
        long untold = long.Parse(mirror.State(SalesforceMirror.Untold) ?? "0", CultureInfo.InvariantCulture);
        return untold == 0 ? [] : [string.Create(CultureInfo.InvariantCulture, $"{untold:N0} {(untold == 1 ? "opportunity was" : "opportunities were")} pushed more often, by Salesforce's PushCount, than the history of close dates shows. Slips that left no row there, or were made before it began, are not told.")];
    }

    private static IEnumerable<KeyValuePair<string, MappedStage>> Stages(Mirror mirror) => mirror.Records(SalesforceObject.Stage.Name)
        .Select(record => SalesforceRecord.Of(SalesforceObject.Stage, record)).Where(stage => stage.Is("IsActive"))
        .OrderBy(stage => decimal.TryParse(stage["SortOrder"], NumberStyles.Float, CultureInfo.InvariantCulture, out decimal order) ? order : decimal.MaxValue).ThenBy(stage => stage.Id, StringComparer.Ordinal)
        .Select(stage => (Name: stage["ApiName"] ?? stage["MasterLabel"] ?? "", Outcome: stage.Is("IsWon") ? Outcome.Won : stage.Is("IsClosed") ? Outcome.Lost : Outcome.Open))
        .Select(stage => KeyValuePair.Create(stage.Name, new MappedStage(stage.Name, stage.Outcome)));

    private string Currency(Mirror mirror) => settings.Currency
        ?? mirror.Records(SalesforceObject.Organization.Name).Select(record => SalesforceRecord.Of(SalesforceObject.Organization, record)["CurrencyIsoCode"]).FirstOrDefault(currency => currency is not null)
        ?? CsvMapping.None.Currency;
}
