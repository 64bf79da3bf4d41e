using System.Globalization;
using OneOnOne.Crm;
using OneOnOne.Ingest.Connect;

namespace OneOnOne.Ingest.Salesforce;

/// <summary>Quotas of one forecast type: of several they would add up to more than anybody was asked for.</summary>
internal sealed class SalesforceQuotas(Mirror mirror, SalesforceSettings settings)
{
    /// <summary>Whether it is known which type counts.</summary>
    public bool AreClear => settings.ForecastingType is not null ? Chosen() is not null : Types().Count <= 1;

    /// <summary>The types that people have quotas of.</summary>
    public HashSet<string> Types() => [.. All().Select(quota => quota["ForecastingTypeId"] ?? "")];

    public IEnumerable<CanonicalRow> Rows()
    {
        string? type = settings.ForecastingType is null ? null : Chosen();
        Dictionary<string, SalesforceRecord> periods = mirror.Records(SalesforceObject.Period.Name).Select(record => SalesforceRecord.Of(SalesforceObject.Period, record)).ToDictionary(period => period.Id);
        CanonicalRow row = new(Section.Quotas);

        // One product family or territory each: together they are the person's.
        foreach (var person in All()
            .Where(quota => (type is null || quota["ForecastingTypeId"] == type) && periods.ContainsKey(quota["PeriodId"] ?? ""))
            .GroupBy(quota => (Owner: quota["QuotaOwnerId"], Period: quota["PeriodId"]!, Currency: quota["CurrencyIsoCode"])))
        {
            yield return row.Begin(SalesforceObject.Quota.Name, person.First().Id)
                .Set("person_id", person.Key.Owner).Set("from", periods[person.Key.Period]["StartDate"]).Set("to", periods[person.Key.Period]["EndDate"])
                .Set("amount", Sum(person.Select(quota => quota["QuotaAmount"]!))).Set("currency", person.Key.Currency);
        }
    }

    private IEnumerable<SalesforceRecord> All() => mirror.Records(SalesforceObject.Quota.Name).Select(record => SalesforceRecord.Of(SalesforceObject.Quota, record))
        .Where(quota => quota["QuotaAmount"] is not null && quota["IsAmount"] != "false" && SalesforceId.IsUser(quota["QuotaOwnerId"]));

    private string? Chosen() => mirror.Records(SalesforceObject.ForecastingType.Name).Select(record => SalesforceRecord.Of(SalesforceObject.ForecastingType, record))
        .FirstOrDefault(type => new[] { type.Id, type["DeveloperName"], type["MasterLabel"] }.Contains(SalesforceId.Long(settings.ForecastingType!), StringComparer.OrdinalIgnoreCase))?.Id
        ?? Types().FirstOrDefault(type => type == SalesforceId.Long(settings.ForecastingType!));

    /// <summary>One that is no number is told as it is, where rows are checked.</summary>
    private static string Sum(IEnumerable<string> amounts)
    {
        decimal sum = 0;
        foreach (string amount in amounts)
        {
            if (!decimal.TryParse(amount, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number))
            {
                return amount;
            }

            sum += number;
        }

        return sum.ToString("0.##########", CultureInfo.InvariantCulture);
    }
}
