using System.Diagnostics.CodeAnalysis;

namespace OneOnOne.Local.FakeCrm.Salesforce;

/// <summary>One record: a value for each field that has one. Values are text, bool, decimal, DateOnly (a date) or DateTimeOffset.</summary>
[SuppressMessage("Naming", "CA1710", Justification = "A record of a CRM, not a collection of pairs.")]
internal sealed class FakeRecord : Dictionary<string, object?>
{
    public FakeRecord(string id)
        : base(StringComparer.OrdinalIgnoreCase) => this["Id"] = id;

    public string Id => (string)this["Id"]!;

    public object? Value(string field) => GetValueOrDefault(field);

    private object? GetValueOrDefault(string field) => TryGetValue(field, out object? value) ? value : null;
}

/// <summary>
/// The records of one object. Whoever puts a record whose content differs from the one there gives it a new stamp; one that is not put
/// again is deleted, and stays in the recycle bin.
/// </summary>
internal sealed class FakeSalesforceTable
{
    /// <summary>They move, but Salesforce does not count it as a change of the record.</summary>
    private static readonly HashSet<string> Unstamped = new(["SystemModstamp", "LastModifiedDate", "LastActivityDate", "HasOpenActivity", "HasOverdueTask", "IsArchived", "IsDeleted", "PushCount"], StringComparer.OrdinalIgnoreCase);

    private readonly SortedDictionary<string, FakeRecord> _records = new(StringComparer.Ordinal);

    public IEnumerable<FakeRecord> All => _records.Values;

    public FakeRecord? Find(string id) => _records.GetValueOrDefault(id);

    /// <param name="records">Those that there are now, each with the LastModifiedDate that its content speaks for.</param>
    /// <param name="before">The org's present until now; null: these are its first records.</param>
    public void Replace(IEnumerable<FakeRecord> records, DateTimeOffset? before, DateTimeOffset now)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (FakeRecord record in records)
        {
            seen.Add(record.Id);
            Put(record, before, now);
        }

        foreach (FakeRecord gone in _records.Values.Where(record => !seen.Contains(record.Id) && record.Value("IsDeleted") is false))
        {
            gone["IsDeleted"] = true;
            gone["SystemModstamp"] = Stamp(null, before, now);
        }

        foreach (string id in _records.Keys.Where(id => !seen.Contains(id) && !_records[id].ContainsKey("IsDeleted")).ToList())
        {
            _records.Remove(id);
        }
    }

    /// <summary>A record that no company has, or another content of one, with the stamp that it has itself.</summary>
    public void Set(FakeRecord record) => _records[record.Id] = record;

    /// <summary>What was deleted is gone for good.</summary>
    public void EmptyBin()
    {
        foreach (string id in _records.Values.Where(record => record.Value("IsDeleted") is true).Select(record => record.Id).ToList())
        {
            _records.Remove(id);
        }
    }

    private void Put(FakeRecord record, DateTimeOffset? before, DateTimeOffset now)
    {
        DateTimeOffset? natural = (record.Value("LastModifiedDate") ?? record.Value("CreatedDate")) as DateTimeOffset?;
        if (_records.TryGetValue(record.Id, out FakeRecord? old) && IsSame(old, record) && old.Value("IsDeleted") is not true)
        {
            record["SystemModstamp"] = old.Value("SystemModstamp");
            if (old.TryGetValue("LastModifiedDate", out object? modified))
            {
                record["LastModifiedDate"] = modified;
            }
        }
        else
        {
            record["SystemModstamp"] = Stamp(natural, before, now);
            if (record.ContainsKey("LastModifiedDate"))
            {
                record["LastModifiedDate"] = record["SystemModstamp"];
            }
        }

        _records[record.Id] = record;
    }

    /// <summary>When it was changed, where that lies after what was there before; else some time between then and now.</summary>
    private static DateTimeOffset Stamp(DateTimeOffset? natural, DateTimeOffset? before, DateTimeOffset now) =>
        before is not { } then ? natural is { } first && first < now ? first : now
        : natural > then && natural <= now ? natural.Value
        : now > then ? then + ((now - then) / 2)
        : now;

    private static bool IsSame(FakeRecord one, FakeRecord other) =>
        one.Keys.Union(other.Keys, StringComparer.OrdinalIgnoreCase).Where(field => !Unstamped.Contains(field)).All(field => Equals(one.Value(field), other.Value(field)));
}
