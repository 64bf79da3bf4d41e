using System.Collections.Frozen;
using System.Collections.Immutable;

namespace OneOnOne.Local.FakeCrm.Salesforce;

/// <param name="Relationship">The name by which a query reaches the other record's fields; null where it reaches none.</param>
internal sealed record FakeField(string Name, string Type, string? Relationship, string? RefersTo)
{
    public ImmutableArray<string> Picklist { get; init; } = [];

    /// <summary>The old and new values of field histories may only be selected.</summary>
    public bool IsFilterable => Type is not ("anyType" or "textarea");

    public bool IsCompound => Type is "address";
}

internal sealed record FakeObject(string Name, string Prefix, ImmutableArray<FakeField> Fields)
{
    private readonly FrozenDictionary<string, FakeField> _byName = Fields.ToFrozenDictionary(field => field.Name, StringComparer.OrdinalIgnoreCase);

    public FakeField? Field(string name) => _byName.GetValueOrDefault(name);

    public FakeField? Relationship(string name) => Fields.FirstOrDefault(field => name.Equals(field.Relationship, StringComparison.OrdinalIgnoreCase));
}

/// <summary>The objects that the made-up org has, with those of their fields that matter here. "What" and "Who" lead to records of several objects.</summary>
internal static class FakeSalesforceSchema
{
    private const string Stamps = "CreatedDate:datetime CreatedById:reference LastModifiedDate:datetime SystemModstamp:datetime";

    private static readonly FrozenDictionary<string, ImmutableArray<string>> Picklists = new Dictionary<string, ImmutableArray<string>>
    {
        ["Task.TaskSubtype"] = ["Task", "Email", "ListEmail", "Cadence", "Call", "LinkedIn"],
        ["Task.Status"] = ["Not Started", "In Progress", "Completed", "Waiting on someone else", "Deferred"],
        ["Event.EventSubtype"] = ["Event"],
        ["Period.Type"] = ["Month", "Quarter", "Week", "Year"],
    }.ToFrozenDictionary();

    private static readonly ImmutableArray<FakeObject> All =
    [
        Object("Organization", "00D", "Id:id Name:string InstanceName:string IsSandbox:boolean OrganizationType:picklist TimeZoneSidKey:picklist LanguageLocaleKey:picklist DefaultLocaleSidKey:picklist FiscalYearStartMonth:int Address:address " + Stamps),
        Object("User", "005", "Id:id Username:string Name:string FirstName:string LastName:string Email:email ManagerId:reference:Manager:User IsActive:boolean TimeZoneSidKey:picklist LanguageLocaleKey:picklist LocaleSidKey:picklist CountryCode:picklist Address:address UserType:picklist UserRoleId:reference " + Stamps),
        Object("Account", "001", "Id:id IsDeleted:boolean Name:string " + Stamps),
        Object("OpportunityStage", "01J", "Id:id MasterLabel:string ApiName:string IsActive:boolean SortOrder:int IsClosed:boolean IsWon:boolean ForecastCategory:picklist ForecastCategoryName:picklist DefaultProbability:percent Description:string " + Stamps),
        Object("Opportunity", "006", "Id:id IsDeleted:boolean AccountId:reference:Account:Account Name:string Description:textarea StageName:picklist Amount:currency CurrencyIsoCode:picklist Probability:percent ExpectedRevenue:currency CloseDate:date Type:picklist NextStep:string IsClosed:boolean IsWon:boolean ForecastCategory:picklist ForecastCategoryName:picklist OwnerId:reference:Owner:User LastActivityDate:date PushCount:int LastStageChangeDate:datetime FiscalYear:int FiscalQuarter:int Fiscal:string HasOpenActivity:boolean HasOverdueTask:boolean Product__c:string Owner_Id_15__c:string " + Stamps),
        Object("OpportunityHistory", "008", "Id:id IsDeleted:boolean OpportunityId:reference:Opportunity:Opportunity StageName:picklist Amount:currency CurrencyIsoCode:picklist ExpectedRevenue:currency CloseDate:date Probability:percent ForecastCategory:picklist PrevAmount:currency PrevCloseDate:date CreatedDate:datetime CreatedById:reference SystemModstamp:datetime"),
        Object("OpportunityFieldHistory", "017", "Id:id IsDeleted:boolean OpportunityId:reference:Opportunity:Opportunity Field:picklist DataType:picklist OldValue:anyType NewValue:anyType CreatedDate:datetime CreatedById:reference"),
        Object("Task", "00T", "Id:id IsDeleted:boolean WhoId:reference:Who:Name WhatId:reference:What:Name OwnerId:reference:Owner:Name AccountId:reference:Account:Account Subject:combobox Description:textarea Status:picklist Priority:picklist IsClosed:boolean ActivityDate:date CompletedDateTime:datetime TaskSubtype:picklist Type:picklist CallType:picklist CallDurationInSeconds:int IsArchived:boolean IsRecurrence:boolean RecurrenceActivityId:reference " + Stamps),
        Object("Event", "00U", "Id:id IsDeleted:boolean WhoId:reference:Who:Name WhatId:reference:What:Name OwnerId:reference:Owner:Name AccountId:reference:Account:Account Subject:combobox Description:textarea ActivityDateTime:datetime ActivityDate:date StartDateTime:datetime EndDateTime:datetime DurationInMinutes:int IsAllDayEvent:boolean EventSubtype:picklist Type:picklist IsChild:boolean IsGroupEvent:boolean GroupEventType:picklist IsRecurrence:boolean IsRecurrence2:boolean RecurrenceActivityId:reference IsPrivate:boolean IsArchived:boolean " + Stamps),
        Object("ForecastingType", "0Db", "Id:id DeveloperName:string MasterLabel:string Language:picklist IsActive:boolean IsAmount:boolean IsQuantity:boolean " + Stamps),
        Object("ForecastingQuota", "0J9", "Id:id CurrencyIsoCode:picklist QuotaAmount:currency QuotaQuantity:double QuotaOwnerId:reference:QuotaOwner:User StartDate:date PeriodId:reference:Period:Period ForecastingTypeId:reference:ForecastingType:ForecastingType ProductFamily:picklist IsAmount:boolean IsQuantity:boolean " + Stamps),
        Object("Period", "026", "Id:id Type:picklist StartDate:date EndDate:date Number:int QuarterLabel:picklist PeriodLabel:picklist FullyQualifiedLabel:string IsForecastPeriod:boolean FiscalYearSettingsId:reference SystemModstamp:datetime"),
    ];

    /// <summary>What a query may ask of a record that may be of several objects.</summary>
    private static readonly FakeObject Name = Object("Name", "", "Id:id Name:string Type:picklist");

    public static FakeObject? Find(string name, FakeSalesforceOrg org, bool multiCurrency)
    {
        FakeObject? found = name == Name.Name ? Name : All.FirstOrDefault(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        return found is null || !org.Has(found.Name) || (found.Name == "OpportunityFieldHistory" && !org.TracksFields)
            ? null
            : new FakeObject(found.Name, found.Prefix, [.. found.Fields.Where(field => org.Has(found.Name, field.Name) && (multiCurrency || field.Name != "CurrencyIsoCode"))]);
    }

    public static IEnumerable<string> Names => All.Select(one => one.Name);

    public static string PrefixOf(string name) => All.First(one => one.Name == name).Prefix;

    public static string? NameOf(string id) => All.FirstOrDefault(one => id.StartsWith(one.Prefix, StringComparison.Ordinal))?.Name;

    private static FakeObject Object(string name, string prefix, string fields) => new(name, prefix, [.. fields.Split(' ').Select(field => Field(name, field.Split(':')))]);

    private static FakeField Field(string @object, string[] parts) => new(parts[0], parts[1], parts.ElementAtOrDefault(2), parts.ElementAtOrDefault(3))
    {
        Picklist = Picklists.GetValueOrDefault($"{@object}.{parts[0]}", []),
    };
}
