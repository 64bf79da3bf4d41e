using OneOnOne.Calendars;
using OneOnOne.Crm;
using OneOnOne.Ingest.Connect;
using OneOnOne.Ingest.Csv.Values;
using OneOnOne.Languages;

namespace OneOnOne.Ingest.Salesforce;

/// <summary>Users who are people of the company: no processes, no guests, no customers in a portal.</summary>
internal static class SalesforcePeople
{
    private static readonly HashSet<string> Kinds = new(["Standard", "PowerPartner", "Partner"], StringComparer.OrdinalIgnoreCase);

    public static IEnumerable<CanonicalRow> Rows(Mirror mirror)
    {
        CanonicalRow row = new(Section.People);
        foreach (SalesforceRecord user in mirror.Records(SalesforceObject.User.Name).Select(record => SalesforceRecord.Of(SalesforceObject.User, record)))
        {
            if (user["UserType"] is { } kind && !Kinds.Contains(kind))
            {
                continue;
            }

            yield return row.Begin(SalesforceObject.User.Name, user.Id)
                .Set("person_id", user.Id).Set("name", user["Name"]).Set("email", user["Email"]).Set("manager_id", user["ManagerId"])
                .Set("time_zone", user["TimeZoneSidKey"] is { } zone && Zones.Find(zone) is not null ? zone : null)
                .Set("language", Tag(user["LanguageLocaleKey"], user["LocaleSidKey"]))
                .Set("country", user["CountryCode"] is { } country ? Countries.Normal(country) : null)
                .Set("active", user["IsActive"]);
        }
    }

    /// <summary>The language by the language, and how it writes numbers and dates by the locale, where that is of the same language.</summary>
    private static string? Tag(string? language, string? locale)
    {
        string? tag = Language.Find(language)?.Tag;
        return tag is not null && !tag.Contains('-', StringComparison.Ordinal) && locale?.StartsWith(tag + "_", StringComparison.OrdinalIgnoreCase) == true ? Language.Find(locale)!.Tag : tag;
    }
}
