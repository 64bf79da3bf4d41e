using System.Collections.Frozen;
using System.Collections.Immutable;

namespace OneOnOne.Ingest.Salesforce;

/// <param name="Lack">What briefs are without where the org lacks it, and empty where nobody would notice; null: nothing can be read without it.</param>
internal sealed record SalesforceField(string Name, string? Lack);

/// <summary>One kind of record that is read, with the fields that are asked for. Their values are kept in this order.</summary>
internal sealed record SalesforceObject(string Name, ImmutableArray<SalesforceField> Fields)
{
    private readonly FrozenDictionary<string, int> _places = Fields.Index().ToFrozenDictionary(field => field.Item.Name, field => field.Index, StringComparer.Ordinal);

    /// <summary>As of a field, for all of it.</summary>
    public string? Lack { get; init; }

    /// <summary>The field that moves on with each change; null: the few records are read anew each time.</summary>
    public string? Stamp { get; init; }

    /// <summary>The field that names the record that it belongs to.</summary>
    public string? Parent { get; init; }

    public bool HasDeleted => _places.ContainsKey("IsDeleted");

    public int Place(string field) => _places[field];

    public static SalesforceObject Organization { get; } = new("Organization", Of("Id", ("Name", ""), ("CurrencyIsoCode", ""))) { Lack = "" };

    public static SalesforceObject User { get; } = new("User", Of(
        "Id Name",
        ("Email", "addresses: nobody can be mailed to"),
        ("ManagerId", "who manages whom: there are no one-on-ones"),
        ("IsActive", "who has left"),
        ("TimeZoneSidKey", "people's time zones: the company's holds"),
        ("LanguageLocaleKey", "people's languages: the company's holds"),
        ("LocaleSidKey", ""),
        ("CountryCode", "people's countries: the company's holidays hold"),
        ("UserType", "")));

    public static SalesforceObject Stage { get; } = new("OpportunityStage", Of("Id MasterLabel IsActive SortOrder IsClosed", ("ApiName", ""), ("IsWon", "")))
    {
        Lack = "the order of stages: steps back are not seen",
    };

    public static SalesforceObject History { get; } = new("OpportunityHistory", Of(
        "Id OpportunityId StageName CreatedDate SystemModstamp",
        ("CloseDate", "slips of before the first reading"),
        ("PrevCloseDate", ""),
        ("Amount", ""),
        ("PrevAmount", ""),
        ("IsDeleted", "")))
    {
        Stamp = "SystemModstamp",
        Parent = "OpportunityId",
        Lack = "stages and slips of before the first reading",
    };

    public static SalesforceObject FieldHistory { get; } = new("OpportunityFieldHistory", Of("Id OpportunityId Field OldValue NewValue CreatedDate", ("IsDeleted", "")))
    {
        Stamp = "CreatedDate",
        Parent = "OpportunityId",
        Lack = "",
    };

    public static SalesforceObject Task { get; } = new("Task", Of(
        "Id OwnerId IsClosed ActivityDate SystemModstamp",
        ("WhatId", "which deal a task is for: every deal looks stalled"),
        ("CompletedDateTime", "when tasks were done: the day they were due counts"),
        ("CreatedDate", ""),
        ("Status", ""),
        ("TaskSubtype", "which tasks are calls, mails or mass mail"),
        ("Type", ""),
        ("IsRecurrence", ""),
        ("IsDeleted", "")))
    {
        Stamp = "SystemModstamp",
        Parent = "WhatId",
        Lack = "calls, mails and tasks: deals look stalled that are not",
    };

    public static SalesforceObject Event { get; } = new("Event", Of(
        "Id OwnerId ActivityDate SystemModstamp",
        ("WhatId", "which deal a meeting is for: deals look stalled that are not"),
        ("ActivityDateTime", "the time of day of meetings"),
        ("IsAllDayEvent", ""),
        ("IsChild", "which events are invitations: meetings of several people count several times"),
        ("IsRecurrence", ""),
        ("IsDeleted", "")))
    {
        Stamp = "SystemModstamp",
        Parent = "WhatId",
        Lack = "meetings: deals look stalled that are not",
    };

    public static SalesforceObject ForecastingType { get; } = new("ForecastingType", Of("Id", ("DeveloperName", ""), ("MasterLabel", ""))) { Lack = "" };

    public static SalesforceObject Quota { get; } = new("ForecastingQuota", Of(
        "Id QuotaOwnerId QuotaAmount PeriodId", ("CurrencyIsoCode", ""), ("ForecastingTypeId", ""), ("IsAmount", "")))
    {
        Lack = "quotas",
    };

    public static SalesforceObject Period { get; } = new("Period", Of("Id StartDate EndDate")) { Lack = "quotas" };

    /// <param name="product">The org's own field that names a product.</param>
    public static SalesforceObject Opportunity(string? product) => new("Opportunity",
    [
        .. Of(
            "Id OwnerId StageName IsClosed IsWon CloseDate CreatedDate SystemModstamp IsDeleted",
            ("Name", "what deals are called"),
            ("Account.Name", "whom deals are with"),
            ("Amount", "what deals are worth"),
            ("CurrencyIsoCode", ""),
            ("NextStep", "next steps"),
            ("LastActivityDate", "activities that the user who signs in may not see"),
            ("LastModifiedDate", "changes of close dates that left no history"),
            ("PushCount", "")),
        .. product is null ? [] : new[] { new SalesforceField(product, "products") },
    ])
    {
        Stamp = "SystemModstamp",
    };

    /// <summary>In the order in which they are read: opportunities last, so that none is older than what belongs to it.</summary>
    public static ImmutableArray<SalesforceObject> All(string? product) =>
        [Organization, User, Stage, ForecastingType, Period, Quota, History, FieldHistory, Task, Event, Opportunity(product)];

    /// <param name="needed">The names of those that it cannot be read without.</param>
    private static ImmutableArray<SalesforceField> Of(string needed, params (string Name, string Lack)[] others) =>
        [.. needed.Split(' ').Select(name => new SalesforceField(name, null)), .. others.Select(field => new SalesforceField(field.Name, field.Lack))];
}
