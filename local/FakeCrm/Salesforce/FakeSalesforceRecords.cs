using System.Globalization;
using OneOnOne.Crm;

namespace OneOnOne.Local.FakeCrm.Salesforce;

/// <summary>People, stages, deals and quotas as Salesforce keeps them.</summary>
internal static class FakeSalesforceRecords
{
    private static readonly string[] TypeNames = ["OpportunityRevenue", "OpportunitySplitRevenue"];
    private static readonly DateTimeOffset Founded = new(2019, 1, 7, 9, 0, 0, TimeSpan.Zero);

    public static FakeRecord Organization(FakeCompany company) => new(FakeSalesforceId.Of("00D", "org"))
    {
        ["Name"] = "Made-up company",
        ["InstanceName"] = "FAKE1",
        ["IsSandbox"] = false,
        ["OrganizationType"] = "Enterprise Edition",
        ["TimeZoneSidKey"] = company.People.FirstOrDefault(person => person.TimeZone is not null)?.TimeZone ?? "America/Los_Angeles",
        ["LanguageLocaleKey"] = "en_US",
        ["DefaultLocaleSidKey"] = "en_US",
        ["FiscalYearStartMonth"] = 1m,
        ["CreatedDate"] = Founded,
        ["LastModifiedDate"] = Founded,
    };

    public static IEnumerable<FakeRecord> Users(FakeCompany company)
    {
        foreach (PersonRow person in company.People)
        {
            string[] names = (person.Name ?? person.Id.Value).Split(' ', 2);
            yield return new FakeRecord(FakeSalesforceData.IdOf(person.Id))
            {
                ["Username"] = $"{person.Id.Value}@made-up.example",
                ["Name"] = person.Name ?? person.Id.Value,
                ["FirstName"] = names.Length > 1 ? names[0] : null,
                ["LastName"] = names[^1],
                ["Email"] = person.Email,
                ["ManagerId"] = person.Manager is { } manager ? FakeSalesforceData.IdOf(manager) : null,
                ["IsActive"] = person.Active ?? true,
                ["TimeZoneSidKey"] = person.TimeZone,
                ["LanguageLocaleKey"] = person.Language switch { null => null, "en" => "en_GB", string tag => tag.Replace('-', '_') },
                ["LocaleSidKey"] = person.Language?.Replace('-', '_'),
                ["CountryCode"] = person.Country,
                ["UserType"] = "Standard",
                ["UserRoleId"] = FakeSalesforceId.Short(FakeSalesforceId.Of("00E", person.Manager?.Value ?? "top")),
                ["CreatedDate"] = Founded,
                ["LastModifiedDate"] = Founded,
            };
        }

        foreach ((string name, string type) in new[] { ("Automated Process", "AutomatedProcess"), ("Integration Cloud", "CloudIntegrationUser"), ("Chatter Expert", "CsnOnly"), ("Site Guest", "Guest") })
        {
            yield return new FakeRecord(FakeSalesforceId.Of("005", name))
            {
                ["Username"] = "system@made-up.example",
                ["Name"] = name,
                ["LastName"] = name,
                ["Email"] = "noreply@made-up.example",
                ["IsActive"] = true,
                ["TimeZoneSidKey"] = "GMT",
                ["LanguageLocaleKey"] = "en_US",
                ["LocaleSidKey"] = "en_US",
                ["UserType"] = type,
                ["CreatedDate"] = Founded,
                ["LastModifiedDate"] = Founded,
            };
        }
    }

    public static IEnumerable<FakeRecord> Accounts(FakeCompany company) =>
        company.Opportunities.Select(deal => deal.Account).OfType<string>().Distinct(StringComparer.Ordinal).Select(name => new FakeRecord(AccountId(name))
        {
            ["IsDeleted"] = false,
            ["Name"] = name,
            ["CreatedDate"] = Founded,
            ["LastModifiedDate"] = Founded,
        });

    /// <summary>Not in their order, and with one that is no longer used.</summary>
    public static IEnumerable<FakeRecord> Stages(FakeCompany company)
    {
        IEnumerable<(string Name, Outcome Outcome)> closed = company.Opportunities.Where(deal => deal.Outcome != Outcome.Open).Select(deal => (deal.Stage, deal.Outcome)).Distinct();
        foreach ((int index, (string name, Outcome outcome)) in company.Stages.Select(stage => (stage, Outcome.Open)).Concat(closed).Index().Reverse())
        {
            yield return Stage(name, index + 1, outcome, isActive: true);
        }

        yield return Stage("Gone since 2019", 0, Outcome.Open, isActive: false);
    }

    public static FakeRecord Opportunity(OpportunityRow deal, FakeCompany company, IEnumerable<FakeRecord> activities)
    {
        DateTimeOffset created = deal.CreatedAt ?? company.TakenAt.AddDays(-90);
        DateTimeOffset changed = company.StageHistory[deal.Id].Select(row => row.Entry.At).Concat(company.CloseDateHistory[deal.Id].Select(row => row.Change.At)).Append(created)
            .Where(at => at <= company.TakenAt).Max();
        FakeRecord[] own = [.. activities];
        string id = FakeSalesforceData.IdOf(deal.Id);
        return new FakeRecord(id)
        {
            ["IsDeleted"] = false,
            ["AccountId"] = deal.Account is { } account ? AccountId(account) : null,
            ["Name"] = deal.Name ?? deal.Id.Value,
            ["Description"] = "Told by phone:\r\n\"We, of course, want it.\"",
            ["StageName"] = deal.Stage,
            ["Amount"] = deal.Amount?.Amount,
            ["CurrencyIsoCode"] = deal.Amount?.Currency,
            ["Probability"] = Probability(deal.Outcome),
            ["ExpectedRevenue"] = deal.Amount?.Amount * Probability(deal.Outcome) / 100,
            ["CloseDate"] = deal.CloseDate,
            ["NextStep"] = deal.NextStep,
            ["IsClosed"] = deal.Outcome != Outcome.Open,
            ["IsWon"] = deal.Outcome == Outcome.Won,
            ["ForecastCategory"] = Category(deal.Outcome),
            ["ForecastCategoryName"] = Category(deal.Outcome),
            ["OwnerId"] = FakeSalesforceData.IdOf(deal.Owner),
            ["LastActivityDate"] = LastActivity(own),
            ["HasOpenActivity"] = own.Any(one => one.Value("IsClosed") is false),
            ["HasOverdueTask"] = false,
            ["PushCount"] = (decimal)company.CloseDateHistory[deal.Id].Count(row => row.Change.To > row.Change.From && (row.Change.To.Month, row.Change.To.Year) != (row.Change.From.Month, row.Change.From.Year)),
            ["LastStageChangeDate"] = company.StageHistory[deal.Id].Skip(1).Select(row => (DateTimeOffset?)row.Entry.At).Max(),
            ["Product__c"] = deal.Product,
            ["Owner_Id_15__c"] = FakeSalesforceId.Short(FakeSalesforceData.IdOf(deal.Owner)),
            ["CreatedDate"] = created,
            ["LastModifiedDate"] = changed,
        };
    }

    public static IEnumerable<FakeRecord> ForecastingTypes(FakeSalesforceOrg org) => TypeNames.Take(org.SecondForecast ? 2 : 1)
        .Select(name => new FakeRecord(TypeId(name))
        {
            ["DeveloperName"] = name,
            ["MasterLabel"] = name,
            ["Language"] = "en_US",
            ["IsActive"] = true,
            ["IsAmount"] = true,
            ["IsQuantity"] = false,
            ["CreatedDate"] = Founded,
            ["LastModifiedDate"] = Founded,
        });

    public static IEnumerable<FakeRecord> Periods(FakeCompany company) =>
        company.Quotas.Select(quota => (quota.From, quota.To)).Distinct().Select(period => new FakeRecord(PeriodId(period.From, period.To))
        {
            ["Type"] = (period.To.DayNumber - period.From.DayNumber) switch { < 15 => "Week", < 45 => "Month", < 120 => "Quarter", _ => "Year" },
            ["StartDate"] = period.From,
            ["EndDate"] = period.To,
            ["Number"] = 1m,
            ["IsForecastPeriod"] = true,
        });

    public static IEnumerable<FakeRecord> Quotas(FakeCompany company, FakeSalesforceOrg org)
    {
        foreach ((int index, QuotaRow quota) in company.Quotas.Index())
        {
            yield return Quota(quota, index, TypeNames[0], 1);
            if (org.SecondForecast)
            {
                yield return Quota(quota, index, TypeNames[1], 2);
            }
        }
    }

    public static string TypeId(string name) => FakeSalesforceId.Of("0Db", name);

    public static string AccountId(string name) => FakeSalesforceId.Of("001", name);

    private static FakeRecord Quota(QuotaRow quota, int index, string type, int times) => new(FakeSalesforceId.Of("0J9", string.Create(CultureInfo.InvariantCulture, $"{quota.Person.Value}|{quota.From}|{quota.Target.Currency}|{type}|{index}")))
    {
        ["CurrencyIsoCode"] = quota.Target.Currency,
        ["QuotaAmount"] = quota.Target.Amount * times,
        ["QuotaOwnerId"] = FakeSalesforceData.IdOf(quota.Person),
        ["StartDate"] = quota.From,
        ["PeriodId"] = PeriodId(quota.From, quota.To),
        ["ForecastingTypeId"] = TypeId(type),
        ["IsAmount"] = true,
        ["IsQuantity"] = false,
        ["CreatedDate"] = Founded,
        ["LastModifiedDate"] = Founded,
    };

    private static string PeriodId(DateOnly from, DateOnly to) => FakeSalesforceId.Of("026", string.Create(CultureInfo.InvariantCulture, $"{from:yyyyMMdd}-{to:yyyyMMdd}"));

    private static FakeRecord Stage(string name, int order, Outcome outcome, bool isActive) => new(FakeSalesforceId.Of("01J", name))
    {
        ["MasterLabel"] = name,
        ["ApiName"] = name,
        ["IsActive"] = isActive,
        ["SortOrder"] = (decimal)order,
        ["IsClosed"] = outcome != Outcome.Open,
        ["IsWon"] = outcome == Outcome.Won,
        ["ForecastCategory"] = Category(outcome),
        ["ForecastCategoryName"] = Category(outcome),
        ["DefaultProbability"] = Probability(outcome),
        ["CreatedDate"] = Founded,
        ["LastModifiedDate"] = Founded,
    };

    /// <summary>The newest due date of an event or of a closed task, which may lie ahead.</summary>
    private static DateOnly? LastActivity(FakeRecord[] activities) => activities.Where(one => one.Value("IsClosed") is not false && one.Value("IsRecurrence") is false).Select(one => one.Value("ActivityDate") as DateOnly?).Max();

    private static decimal Probability(Outcome outcome) => outcome switch { Outcome.Won => 100, Outcome.Lost => 0, _ => 40 };

    private static string Category(Outcome outcome) => outcome switch { Outcome.Won => "Closed", Outcome.Lost => "Omitted", _ => "Pipeline" };
}
