using NodaTime;

namespace OneOnOne.Local.FakeCrm.HubSpot;

/// <summary>
/// The content of a made-up HubSpot account. It is a company's, moved on to its next state by <see cref="Replace"/>; and whoever works
/// in it can change single records.
/// </summary>
internal sealed class FakeHubSpotPortal
{
    private readonly DateTimeZone _zone;
    private readonly Dictionary<(string Type, string Id), FakeHubSpotRecord> _records = [];
    private readonly Dictionary<(string Type, bool Archived), List<FakeHubSpotRecord>> _sorted = [];
    private readonly Dictionary<(string Type, string Property), List<FakeHubSpotRecord>> _index = [];
    private DateTimeOffset _before = DateTimeOffset.MinValue;

    public FakeHubSpotPortal(FakeCompany company, DateTimeZone zone)
    {
        _zone = zone;
        Pipelines = [FakeHubSpotPipeline.Of(company)];
        Replace(company);
    }

    /// <summary>Whoever reads or changes anything holds it.</summary>
    public Lock One { get; } = new();

    public FakeCompany Company { get; private set; } = null!;

    /// <summary>The account's present. Time passes only when somebody says so.</summary>
    public DateTimeOffset Now { get; set; }

    public List<FakeHubSpotPipeline> Pipelines { get; }

    public List<FakeHubSpotOwner> Owners { get; private set; } = [];

    /// <summary>What most of the quotas are in.</summary>
    public string Currency => Company.Quotas.GroupBy(quota => quota.Target.Currency, StringComparer.Ordinal).OrderByDescending(group => group.Count()).Select(group => group.Key).FirstOrDefault("USD");

    /// <summary>In the order of their ids.</summary>
    public IReadOnlyList<FakeHubSpotRecord> Of(string type, bool archived)
    {
        if (!_sorted.TryGetValue((type, archived), out List<FakeHubSpotRecord>? records))
        {
            _sorted[(type, archived)] = records =
                [.. _records.Values.Where(record => record.Type == type && record.ArchivedAt is null != archived).OrderBy(record => record.Number("hs_object_id"))];
        }

        return records;
    }

    /// <summary>For a search, which is asked again and again for the next page: sorted once. Equal ones stand in no order that means anything.</summary>
    public List<FakeHubSpotRecord> SortedBy(string property, string type)
    {
        if (!_index.TryGetValue((type, property), out List<FakeHubSpotRecord>? records))
        {
            _index[(type, property)] = records =
                [.. Of(type, archived: false).OrderBy(record => record.Number(property)).ThenBy(record => FakeHubSpotIds.Spread(record.Id + " place", int.MaxValue))];
        }

        return records;
    }

    public FakeHubSpotRecord? Find(string type, string id) => _records.GetValueOrDefault((type, id));

    /// <summary>What has other content than before was modified since; what is gone was deleted, which archives it.</summary>
    public void Replace(FakeCompany company)
    {
        lock (One)
        {
            Company = company;
            Now = company.TakenAt;
            foreach (FakeHubSpotStage stage in FakeHubSpotPipeline.Of(company).Stages.Where(stage => !Pipelines[0].Stages.Contains(stage)))
            {
                Pipelines[0] = Pipelines[0] with { Stages = Pipelines[0].Stages.Add(stage) };
            }

            Owners = [.. company.People.Select(FakeHubSpotOwner.Of)];
            Dictionary<(string, string), FakeHubSpotRecord> fresh = Build(company).ToDictionary(record => (record.Type, record.Id));
            foreach (FakeHubSpotRecord record in fresh.Values)
            {
                FakeHubSpotRecord? known = _records.GetValueOrDefault((record.Type, record.Id));
                record.UpdatedAt = known is not null && known.ArchivedAt is null && known.Content == record.Content ? known.UpdatedAt : Stamp(record);
                _records[(record.Type, record.Id)] = record;
            }

            foreach (FakeHubSpotRecord gone in _records.Values.Where(record => record.ArchivedAt is null && !fresh.ContainsKey((record.Type, record.Id))))
            {
                gone.ArchivedAt = Now.AddMinutes(-1);
            }

            _before = Now;
            Changed();
        }
    }

    public FakeHubSpotRecord Add(string type, string id, DateTimeOffset createdAt, params ReadOnlySpan<(string Name, string? Value)> properties)
    {
        lock (One)
        {
            FakeHubSpotRecord record = new(type, id, createdAt);
            foreach ((string name, string? value) in properties)
            {
                record.Properties[name] = value;
                record.History[name] = [new FakeHubSpotVersion(value, createdAt, "CRM_UI")];
            }

            Changed();
            return _records[(type, id)] = record;
        }
    }

    /// <summary>Somebody changes a property, now.</summary>
    public void Set(string type, string id, string property, string? value, string source = "CRM_UI")
    {
        lock (One)
        {
            FakeHubSpotRecord record = _records[(type, id)];
            record.Properties[property] = value;
            if (!record.History.TryGetValue(property, out List<FakeHubSpotVersion>? versions))
            {
                record.History[property] = versions = [];
            }

            versions.Insert(0, new FakeHubSpotVersion(value, Now, source));
            record.UpdatedAt = Now;
            Changed();
        }
    }

    /// <summary>Associates two records both ways. HubSpot counts it as a change of neither.</summary>
    public void Link(string type, string id, string other, string otherId)
    {
        lock (One)
        {
            _records[(type, id)].Link(other, otherId);
            _records[(other, otherId)].Link(type, id);
        }
    }

    public void Unlink(string type, string id, string other, string otherId)
    {
        lock (One)
        {
            _records[(type, id)].Associated[other].Remove(otherId);
            _records[(other, otherId)].Associated[type].Remove(id);
        }
    }

    public void Archive(string type, string id)
    {
        lock (One)
        {
            _records[(type, id)].ArchivedAt = Now;
            Changed();
        }
    }

    /// <summary>The record that is merged is gone without having been archived; the other names it.</summary>
    public void Merge(string type, string primary, string merged)
    {
        lock (One)
        {
            _records.Remove((type, merged));
            Changed();
            string known = _records[(type, primary)].Properties.GetValueOrDefault("hs_merged_object_ids") is { } ids ? ids + ";" : "";
            Set(type, primary, "hs_merged_object_ids", known + merged, "MERGE_OBJECTS");
        }
    }

    private void Changed()
    {
        _sorted.Clear();
        _index.Clear();
    }

    private IEnumerable<FakeHubSpotRecord> Build(FakeCompany company)
    {
        FakeHubSpotDeals deals = new(company, Pipelines[0], _zone);
        Dictionary<string, FakeHubSpotRecord> byId = company.Opportunities.Select(deals.Of).ToDictionary(deal => deal.Id, StringComparer.Ordinal);
        FakeHubSpotWork work = new(company);
        foreach (FakeHubSpotRecord activity in work.Activities())
        {
            foreach (string deal in activity.Associated.GetValueOrDefault("deals", []))
            {
                byId[deal].Link(activity.Type, activity.Id);
            }

            yield return activity;
        }

        foreach (FakeHubSpotRecord record in byId.Values.Concat(work.Goals()).Concat(Companies(company)))
        {
            yield return record;
        }
    }

    private static IEnumerable<FakeHubSpotRecord> Companies(FakeCompany company)
    {
        foreach (string account in company.Opportunities.Select(row => row.Account).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            FakeHubSpotRecord record = new("companies", FakeHubSpotIds.Of("company " + account), company.TakenAt.AddYears(-2));
            record.Properties["name"] = account;
            yield return record;
        }
    }

    /// <summary>An instant since the state before; a third of all records have the same one, as imports leave them.</summary>
    private DateTimeOffset Stamp(FakeHubSpotRecord record)
    {
        DateTimeOffset from = _before > record.CreatedAt ? _before : record.CreatedAt;
        if (FakeHubSpotIds.Spread(record.Id + " import", 3) == 0 && Now.AddHours(-2) > from)
        {
            return Now.AddHours(-2);
        }

        long span = Math.Max(1, (long)(Now - from).TotalMilliseconds);
        return from.AddMilliseconds((FakeHubSpotIds.Spread(record.Id + " stamp", 1_000_000) * span / 1_000_000) + 1);
    }
}
