using OneOnOne.Crm;
using OneOnOne.Ingest.Parts;
using OneOnOne.Storage;
using OneOnOne.Storage.Packed;

namespace OneOnOne.Ingest;

/// <summary>Reps' records, put aside by team until the teams' and the company's are summed up: of ten thousand reps they would not fit into memory.</summary>
/// <param name="people">Who reports to whom.</param>
internal sealed class RecordPile(IEnumerable<Person> people) : IDisposable
{
    private const int Lists = 256;
    private const int Budget = 16 << 20;

    private readonly RecordLists _lists = new(Lists, Budget);
    private readonly PackedFieldWriter _packed = new(new PackedWriter());
    private readonly HashSet<PersonId> _reps = [];
    private readonly Dictionary<PersonId, PersonId> _managers = people.Where(person => person.Manager is not null).ToDictionary(person => person.Id, person => person.Manager!.Value);

    /// <summary>Whether any of them is another than the books had before.</summary>
    public bool IsChanged { get; private set; }

    public bool Has(PersonId rep) => _reps.Contains(rep);

    /// <summary>Of one rep, the last one counts.</summary>
    public void Add(PersonId rep, TrackRecord record, bool isChanged)
    {
        IsChanged |= isChanged;
        _reps.Add(rep);
        _packed.Restart();
        _packed.Writer.Text(rep.Value);
        PackedTrackRecord.Write(_packed, record);
        int list = SnapshotParts.Of(_managers.GetValueOrDefault(rep, rep)) % Lists;
        _lists.Append(list, BitConverter.GetBytes(_packed.Writer.Written.Length));
        _lists.Append(list, _packed.Writer.Written);
    }

    /// <summary>The teams' and, last, the company's.</summary>
    public IEnumerable<(PoolId Id, TrackRecord Record)> Pools()
    {
        using CompanySum company = new();
        for (int list = 0; list < Lists; list++)
        {
            SortedDictionary<PersonId, TrackRecord> records = Read(list);
            foreach (IGrouping<PersonId, PersonId> team in records.Keys.Where(_managers.ContainsKey).GroupBy(rep => _managers[rep]).OrderBy(team => team.Key))
            {
                yield return (PoolId.Team(team.Key), TrackRecord.OfTeam(team.Select(rep => records[rep])));
            }

            foreach (TrackRecord record in records.Values)
            {
                company.Add(record);
            }
        }

        yield return (PoolId.Company, company.Build());
    }

    public void Dispose() => _lists.Dispose();

    private SortedDictionary<PersonId, TrackRecord> Read(int list)
    {
        using RecordsRead read = _lists.Read(list);
        SortedDictionary<PersonId, TrackRecord> records = [];
        for (ReadOnlySpan<byte> rest = read.Bytes; !rest.IsEmpty;)
        {
            int length = BitConverter.ToInt32(rest);
            PackedFieldReader from = new(rest.Slice(sizeof(int), length));
            PersonId rep = new(from.Reader.RequiredText());
            records[rep] = PackedTrackRecord.Read(ref from);
            rest = rest[(sizeof(int) + length)..];
        }

        return records;
    }
}
