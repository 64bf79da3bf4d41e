using System.Collections.Immutable;
using OneOnOne.Ingest.Connect;

namespace OneOnOne.Ingest.Salesforce;

/// <summary>An opportunity with all that the mirror has of its past.</summary>
/// <param name="History">By when they were made; within one second by their ids, which grow.</param>
internal sealed record SalesforceLife(SalesforceRecord Deal, ImmutableArray<SalesforceRecord> History, ImmutableArray<SalesforceRecord> Fields, ImmutableArray<SalesforceCloseDate> Seen);

/// <summary>Walks all opportunities with their history. Everything is sorted by the opportunity's id, so that nothing but the one at hand is in memory.</summary>
internal sealed class SalesforceLives(Mirror mirror, SalesforceSettings settings)
{
    private readonly SalesforceObject _opportunity = SalesforceObject.Opportunity(settings.ProductField);

    public IEnumerable<SalesforceLife> All()
    {
        using OfParent history = new(mirror.ByParent(SalesforceObject.History.Name));
        using OfParent fields = new(mirror.ByParent(SalesforceObject.FieldHistory.Name));
        using OfParent seen = new(mirror.ByParent(SalesforceMirror.SeenCloseDate));
        foreach (MirrorRecord record in mirror.Records(SalesforceMirror.Opportunity))
        {
            yield return new SalesforceLife(
                SalesforceRecord.Of(_opportunity, record),
                InOrder(SalesforceObject.History, history.Of(record.Id)),
                InOrder(SalesforceObject.FieldHistory, fields.Of(record.Id)),
                [.. seen.Of(record.Id).Select(SalesforceCloseDate.Of)]);
        }
    }

    private static ImmutableArray<SalesforceRecord> InOrder(SalesforceObject @object, IEnumerable<MirrorRecord> records) =>
        [.. records.Select(record => SalesforceRecord.Of(@object, record)).OrderBy(record => record["CreatedDate"], StringComparer.Ordinal).ThenBy(record => record.Id, StringComparer.Ordinal)];

    /// <summary>Goes through records that are sorted by what they belong to, beside what is sorted the same way.</summary>
    private sealed class OfParent(IEnumerable<MirrorRecord> records) : IDisposable
    {
        private readonly IEnumerator<MirrorRecord> _records = records.GetEnumerator();
        private bool _begun;
        private bool _more;

        public List<MirrorRecord> Of(string parent)
        {
            List<MirrorRecord> own = [];
            _more = _begun ? _more : _records.MoveNext();
            _begun = true;
            while (_more && string.CompareOrdinal(_records.Current.Parent, parent) is int order && order <= 0)
            {
                if (order == 0)
                {
                    own.Add(_records.Current);
                }

                _more = _records.MoveNext();
            }

            return own;
        }

        public void Dispose() => _records.Dispose();
    }
}
