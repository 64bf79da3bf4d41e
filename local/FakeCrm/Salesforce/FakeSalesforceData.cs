using OneOnOne.Crm;

namespace OneOnOne.Local.FakeCrm.Salesforce;

/// <summary>A company's records as a Salesforce org keeps them.</summary>
internal sealed class FakeSalesforceData
{
    private readonly Dictionary<string, FakeSalesforceTable> _tables = FakeSalesforceSchema.Names.ToDictionary(name => name, _ => new FakeSalesforceTable(), StringComparer.OrdinalIgnoreCase);
    private readonly FakeSalesforceHistory _history;
    private DateTimeOffset? _before;

    public FakeSalesforceData(FakeCompany company, FakeSalesforceOrg org)
    {
        Org = org;
        MultiCurrency = org.MultiCurrency ?? company.Opportunities.Select(deal => deal.Amount?.Currency).OfType<string>().Distinct().Count() > 1;
        Currency = company.Opportunities.FirstOrDefault(deal => deal.Amount is not null)?.Amount?.Currency ?? "USD";
        _history = new FakeSalesforceHistory(org, company.TakenAt);
        Now = company.TakenAt;
        Replace(company);
    }

    public FakeSalesforceOrg Org { get; }

    public bool MultiCurrency { get; }

    /// <summary>The company's own, where it has but one.</summary>
    public string Currency { get; }

    public DateTimeOffset Now { get; private set; }

    public FakeSalesforceTable Table(string name) => _tables[name];

    public FakeObject? Object(string name) => FakeSalesforceSchema.Find(name, Org, MultiCurrency);

    public FakeRecord? Related(string id, string refersTo)
    {
        if (refersTo != "Name")
        {
            return _tables[refersTo].Find(id);
        }

        if (FakeSalesforceSchema.NameOf(id) is not { } type)
        {
            return new FakeRecord(id) { ["Type"] = id.StartsWith("00G", StringComparison.Ordinal) ? "Group" : "Contact", ["Name"] = "Somebody" };
        }

        FakeRecord? found = _tables[type].Find(id);
        return found is null ? null : new FakeRecord(id) { ["Type"] = type, ["Name"] = found.Value("Name") ?? found.Value("Subject") };
    }

    public void Replace(FakeCompany company)
    {
        Now = company.TakenAt;
        List<FakeRecord> activities = [.. FakeSalesforceActivities.Of(company, Org)];
        ILookup<string, FakeRecord> byDeal = activities.Where(activity => activity.Value("WhatId") is string).ToLookup(activity => (string)activity.Value("WhatId")!);
        (List<FakeRecord> history, List<FakeRecord> fields) = _history.Of(company);
        Put("Organization", [FakeSalesforceRecords.Organization(company)]);
        Put("User", FakeSalesforceRecords.Users(company));
        Put("Account", FakeSalesforceRecords.Accounts(company));
        Put("OpportunityStage", FakeSalesforceRecords.Stages(company));
        Put("Opportunity", company.Opportunities.Select(deal => FakeSalesforceRecords.Opportunity(deal, company, byDeal[IdOf(deal.Id)])));
        Put("OpportunityHistory", history);
        Put("OpportunityFieldHistory", fields);
        Put("Task", activities.Where(activity => FakeSalesforceSchema.NameOf(activity.Id) == "Task"));
        Put("Event", activities.Where(activity => FakeSalesforceSchema.NameOf(activity.Id) == "Event"));
        Put("ForecastingType", FakeSalesforceRecords.ForecastingTypes(Org));
        Put("Period", FakeSalesforceRecords.Periods(company));
        Put("ForecastingQuota", FakeSalesforceRecords.Quotas(company, Org));
        _before = Now;
    }

    public void EmptyBin()
    {
        foreach (FakeSalesforceTable table in _tables.Values)
        {
            table.EmptyBin();
        }
    }

    public static string IdOf(OpportunityId id) => FakeSalesforceId.Of("006", id.Value);

    public static string IdOf(PersonId id) => FakeSalesforceId.Of("005", id.Value);

    private void Put(string name, IEnumerable<FakeRecord> records) => _tables[name].Replace(records, _before, Now);
}
