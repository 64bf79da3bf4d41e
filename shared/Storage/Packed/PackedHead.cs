using System.Collections.Immutable;
using OneOnOne.Crm;

namespace OneOnOne.Storage.Packed;

/// <summary>The head of a book, packed as opportunities are: every brief and every ingest reads it. Equal heads give equal bytes; JSON of earlier releases is read as well.</summary>
internal static class PackedHead
{
    /// <summary>The first byte of each; JSON begins with another.</summary>
    private const byte Version = 1;

    public static byte[] Bytes(BookHead head)
    {
        PackedFieldWriter to = new(new PackedWriter());
        to.Writer.Number(Version);
        to.Writer.Number(head.Schema);
        to.Writer.Text(head.Rep.Value);
        to.Writer.Number(head.OpenCount);
        PackedTrackRecord.Write(to, head.Record);
        to.Writer.Number(head.Closed.Length);
        foreach (ClosedOpportunity closed in head.Closed)
        {
            Write(to, closed);
        }

        to.Activities(head.Activities);
        to.Writer.Number(head.BulkEdits.Length);
        foreach (BulkEdit edit in head.BulkEdits)
        {
            to.Instant(edit.From);
            to.Instant(edit.To);
        }

        return to.Writer.Written.ToArray();
    }

    /// <summary>Whether there is nothing to write.</summary>
    public static bool Same(BookHead one, BookHead other) => Bytes(one).AsSpan().SequenceEqual(Bytes(other));

    /// <exception cref="InvalidDataException">It is damaged, or of a newer program.</exception>
    public static BookHead Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes is [(byte)'{', ..])
        {
            return Json.Read<BookHead>(bytes);
        }

        PackedFieldReader from = new(bytes);
        if (from.Reader.Number() != Version)
        {
            throw new InvalidDataException("The head of a book was packed by a newer program.");
        }

        int schema = from.Reader.Int();
        return new BookHead(new PersonId(from.Reader.RequiredText()))
        {
            Schema = schema,
            OpenCount = from.Reader.Int(),
            Record = PackedTrackRecord.Read(ref from),
            Closed = Closed(ref from),
            Activities = from.Activities(),
            BulkEdits = BulkEdits(ref from),
        };
    }

    private static void Write(PackedFieldWriter to, ClosedOpportunity closed)
    {
        to.Writer.Text(closed.Id.Value);
        to.Writer.Text(closed.Name);
        to.Writer.Text(closed.Account);
        to.Name(closed.Amount?.Currency);
        if (closed.Amount is { } amount)
        {
            to.Writer.Amount(amount.Amount);
        }

        to.Writer.Number((int)closed.Outcome);
        to.Instant(closed.ClosedAt);
        to.Instant(closed.CreatedAt);
    }

    private static ClosedOpportunity ReadClosed(ref PackedFieldReader from) => new(
        new OpportunityId(from.Reader.RequiredText()),
        from.Reader.Text(),
        from.Reader.Text(),
        from.Name() is { } currency ? new Money(from.Reader.Amount(), currency) : null,
        (Outcome)from.Reader.Int(),
        from.RequiredInstant(),
        from.Instant());

    private static ImmutableArray<ClosedOpportunity> Closed(ref PackedFieldReader from)
    {
        ImmutableArray<ClosedOpportunity>.Builder all = ImmutableArray.CreateBuilder<ClosedOpportunity>(from.Reader.Count());
        for (int i = all.Capacity; i > 0; i--)
        {
            all.Add(ReadClosed(ref from));
        }

        return all.MoveToImmutable();
    }

    private static ImmutableArray<BulkEdit> BulkEdits(ref PackedFieldReader from)
    {
        ImmutableArray<BulkEdit>.Builder edits = ImmutableArray.CreateBuilder<BulkEdit>(from.Reader.Count());
        for (int i = edits.Capacity; i > 0; i--)
        {
            edits.Add(new BulkEdit(from.RequiredInstant(), from.RequiredInstant()));
        }

        return edits.MoveToImmutable();
    }
}
