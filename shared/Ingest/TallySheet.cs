using System.Text;
using OneOnOne.Crm;
using OneOnOne.Ingest.Parts;
using OneOnOne.Storage.Packed;

namespace OneOnOne.Ingest;

/// <summary>
/// What an ingest writes down of a rep's book for the next one: of each deal, by what print the newest snapshot's rows are known again, and
/// what it adds to the head. Where it says that nothing is new, the deal need not be read. It can be lost: the next ingest then reads
/// the book and makes another.
/// </summary>
internal sealed class TallySheet(bool historyKept)
{
    /// <summary>Raised whenever merging or summing up changes: sheets of earlier releases are then not believed.</summary>
    private const int Version = 1;

    private readonly Dictionary<ulong, TallyLine> _lines = [];
    private ReadOnlyMemory<byte> _read;

    /// <summary>Whether its deals were summed up with the CRM's history of close dates.</summary>
    public bool HistoryKept => historyKept;

    /// <summary>Of what the rep did.</summary>
    public Print Work { get; set; }

    public Names Names { get; } = new();

    /// <summary>By the hash of the deal's id.</summary>
    public IReadOnlyDictionary<ulong, TallyLine> Lines => _lines;

    /// <returns>Null where it is none that can be believed.</returns>
    public static TallySheet? Read(ReadOnlyMemory<byte> bytes)
    {
        PackedReader from = new(bytes.Span);
        if (from.IsAtEnd || from.Number() != Version)
        {
            return null;
        }

        TallySheet sheet = new(from.Int() != 0) { _read = bytes, Work = new Print(from.Number(), (long)from.Number()) };
        for (int names = from.Count(); names > 0; names--)
        {
            sheet.Names.Of(from.RequiredText());
        }

        while (!from.IsAtEnd)
        {
            ReadOnlyMemory<byte> id = Slice(bytes, ref from);
            Print print = new(from.Number(), (long)from.Number());
            bool isGone = from.Int() != 0;
            sheet._lines[DealNumbers.Hash(id.Span)] = new TallyLine(id, print, isGone, Slice(bytes, ref from));
        }

        return sheet;
    }

    /// <param name="print">Of the rows that were merged into it; <see cref="Print.None"/> where there were none, or others are newer.</param>
    /// <param name="tally">What <see cref="DealTally"/> wrote down with these <see cref="Names"/>.</param>
    public void Put(Opportunity opportunity, Print print, ReadOnlySpan<byte> tally)
    {
        byte[] id = Encoding.UTF8.GetBytes(opportunity.Id.Value);
        _lines[DealNumbers.Hash(id)] = new TallyLine(id, print, opportunity.Now is null, tally.ToArray());
    }

    public void Remove(OpportunityId id) => _lines.Remove(DealNumbers.Hash(id));

    /// <summary>The head that comes of it.</summary>
    public HeadBuilder Head(PersonId rep)
    {
        HeadBuilder head = new(rep, Names);
        foreach (TallyLine line in _lines.Values)
        {
            head.Add(line.OpportunityId, line.Tally.Span);
        }

        return head;
    }

    /// <summary>Whether it was read like this.</summary>
    public bool Was(ReadOnlyMemory<byte> bytes) => _read.Span.SequenceEqual(bytes.Span);

    public byte[] Bytes()
    {
        PackedWriter to = new();
        to.Number(Version);
        to.Number(historyKept ? 1 : 0);
        Write(to, Work);
        to.Number(Names.Count);
        for (int name = 0; name < Names.Count; name++)
        {
            to.Text(Names[name]);
        }

        foreach (TallyLine line in _lines.OrderBy(line => line.Key).Select(line => line.Value))
        {
            to.Number(line.Id.Length);
            to.Bytes(line.Id.Span);
            Write(to, line.Print);
            to.Number(line.IsGone ? 1 : 0);
            to.Number(line.Tally.Length);
            to.Bytes(line.Tally.Span);
        }

        return to.Written.ToArray();
    }

    private static void Write(PackedWriter to, Print print)
    {
        to.Number(print.Sum);
        to.Number((ulong)print.Due);
    }

    private static ReadOnlyMemory<byte> Slice(ReadOnlyMemory<byte> bytes, ref PackedReader from)
    {
        int length = from.Bytes(from.Number()).Length;
        return bytes.Slice(bytes.Length - from.Left - length, length);
    }
}

/// <param name="Id">In UTF-8.</param>
/// <param name="IsGone">The newest snapshot did not have it.</param>
/// <param name="Tally">What it adds to the head.</param>
internal readonly record struct TallyLine(ReadOnlyMemory<byte> Id, Print Print, bool IsGone, ReadOnlyMemory<byte> Tally)
{
    public OpportunityId OpportunityId => new(Encoding.UTF8.GetString(Id.Span));
}
