using System.Collections.Immutable;
using OneOnOne.Crm;

namespace OneOnOne.Storage.Packed;

/// <summary>
/// The record of a rep, a team or the company in a fifth of the bytes that its JSON takes: lengths of stays ascend, so their differences are
/// small. Equal records give equal bytes; JSON of earlier releases is read as well.
/// </summary>
internal static class PackedTrackRecord
{
    /// <summary>The first byte of one that is stored by itself; JSON begins with another.</summary>
    private const byte Version = 1;

    public static byte[] Bytes(TrackRecord record)
    {
        PackedFieldWriter to = new(new PackedWriter());
        to.Writer.Number(Version);
        Write(to, record);
        return to.Writer.Written.ToArray();
    }

    /// <summary>Whether there is nothing to write.</summary>
    public static bool Same(TrackRecord one, TrackRecord other) => ReferenceEquals(one, other) || Bytes(one).AsSpan().SequenceEqual(Bytes(other));

    /// <exception cref="InvalidDataException">It is damaged, or of a newer program.</exception>
    public static TrackRecord Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes is [(byte)'{', ..])
        {
            return Json.Read<TrackRecord>(bytes);
        }

        PackedFieldReader from = new(bytes);
        return from.Reader.Number() == Version ? Read(ref from) : throw new InvalidDataException("A record was packed by a newer program.");
    }

    public static void Write(PackedFieldWriter to, TrackRecord record)
    {
        to.Writer.Number(record.Stages.Count);
        foreach ((string stage, StageVisits visits) in record.Stages)
        {
            to.Name(stage);
            Write(to.Writer, visits.Won);
            Write(to.Writer, visits.Lost);
            Write(to.Writer, visits.Open);
        }

        to.Writer.Number(record.Reps.Length);
        foreach (RepTotals rep in record.Reps)
        {
            to.Writer.Number(rep.Won);
            to.Writer.Number(rep.Lost);
        }

        to.Writer.Number(record.Slips.Length);
        foreach (SlipTotals slips in record.Slips)
        {
            Write(to.Writer, slips);
        }

        to.Writer.Number(record.Signals.Count);
        foreach ((string stage, ImmutableArray<SignalCell> cells) in record.Signals)
        {
            to.Name(stage);
            to.Writer.Number(cells.Length);
            foreach (SignalCell cell in cells)
            {
                to.Writer.Number(cell.Code);
                to.Writer.Number(cell.Weeks);
                to.Writer.Number(cell.Lost);
                to.Writer.Number(cell.Pushed);
            }
        }

        to.Writer.Number(record.Bookings.Count);
        foreach ((string currency, Bookings bookings) in record.Bookings)
        {
            to.Name(currency);
            Write(to, bookings);
        }
    }

    public static TrackRecord Read(ref PackedFieldReader from) => new(Stages(ref from))
    {
        Reps = Reps(ref from),
        Slips = Slips(ref from),
        Signals = Signals(ref from),
        Bookings = AllBookings(ref from),
    };

    private static void Write(PackedWriter to, Durations durations)
    {
        to.Number(durations.Count);
        to.Number(durations.Seconds.Length);
        long last = 0;
        foreach (long seconds in durations.Seconds)
        {
            to.Signed(seconds - last);
            last = seconds;
        }

        to.Number(durations.ToClose.Length);
        for (int i = 0; i < durations.ToClose.Length; i++)
        {
            to.Signed(durations.ToClose[i] - (i < durations.Seconds.Length ? durations.Seconds[i] : 0));
        }
    }

    private static void Write(PackedWriter to, OpenVisits visits)
    {
        to.Number(visits.Count);
        to.Number(visits.Visits.Length);
        long last = 0;
        foreach (OpenVisit visit in visits.Visits)
        {
            to.Signed(visit.Entered - last);
            to.Number(visit.Left is { } left ? PackedWriter.Folded(left - visit.Entered) + 1 : 0);
            last = visit.Entered;
        }
    }

    private static void Write(PackedWriter to, SlipTotals slips)
    {
        to.Number(slips.Pushes);
        to.Signed(slips.Days);
        to.Number(slips.Open);
        to.Signed(slips.OpenSince);
        Write(to, slips.Won);
        Write(to, slips.Lost);
    }

    private static void Write(PackedWriter to, PushedDeals deals)
    {
        to.Number(deals.Never);
        to.Number(deals.Once);
        to.Number(deals.Twice);
        to.Number(deals.Thrice);
    }

    private static void Write(PackedFieldWriter to, Bookings bookings)
    {
        to.Writer.Number(bookings.Days.Length);
        foreach (BookedDay day in bookings.Days)
        {
            to.Day(day.On);
            to.Writer.Amount(day.Amount);
            to.Writer.Number(day.Count);
        }

        to.Writer.Number(bookings.Quick.ByWeeks.Length);
        foreach (int wins in bookings.Quick.ByWeeks)
        {
            to.Writer.Number(wins);
        }

        to.Writer.Number(bookings.Quick.RepDays);
    }

    private static ImmutableSortedDictionary<string, StageVisits> Stages(ref PackedFieldReader from)
    {
        ImmutableSortedDictionary<string, StageVisits>.Builder stages = ImmutableSortedDictionary.CreateBuilder<string, StageVisits>(StringComparer.Ordinal);
        for (int i = from.Reader.Count(); i > 0; i--)
        {
            string stage = from.RequiredName();
            Durations won = Durations(ref from.Reader);
            Durations lost = Durations(ref from.Reader);
            stages[stage] = new StageVisits(won, lost) { Open = OpenVisits(ref from.Reader) };
        }

        return stages.ToImmutable();
    }

    private static Durations Durations(ref PackedReader from)
    {
        int count = from.Int();
        long[] seconds = new long[from.Count()];
        long last = 0;
        for (int i = 0; i < seconds.Length; i++)
        {
            seconds[i] = last += from.Signed();
        }

        long[] toClose = new long[from.Count()];
        for (int i = 0; i < toClose.Length; i++)
        {
            toClose[i] = from.Signed() + (i < seconds.Length ? seconds[i] : 0);
        }

        return new Durations(ImmutableArray.Create(seconds), count) { ToClose = ImmutableArray.Create(toClose) };
    }

    private static OpenVisits OpenVisits(ref PackedReader from)
    {
        int count = from.Int();
        ImmutableArray<OpenVisit>.Builder visits = ImmutableArray.CreateBuilder<OpenVisit>(from.Count());
        long last = 0;
        for (int i = visits.Capacity; i > 0; i--)
        {
            last += from.Signed();
            visits.Add(new OpenVisit(last, from.Number() is > 0 and var stay ? last + PackedReader.Unfolded(stay - 1) : null));
        }

        return new OpenVisits(visits.MoveToImmutable(), count);
    }

    private static ImmutableArray<RepTotals> Reps(ref PackedFieldReader from)
    {
        ImmutableArray<RepTotals>.Builder reps = ImmutableArray.CreateBuilder<RepTotals>(from.Reader.Count());
        for (int i = reps.Capacity; i > 0; i--)
        {
            reps.Add(new RepTotals(from.Reader.Int(), from.Reader.Int()));
        }

        return reps.MoveToImmutable();
    }

    private static ImmutableArray<SlipTotals> Slips(ref PackedFieldReader from)
    {
        ImmutableArray<SlipTotals>.Builder slips = ImmutableArray.CreateBuilder<SlipTotals>(from.Reader.Count());
        for (int i = slips.Capacity; i > 0; i--)
        {
            slips.Add(new SlipTotals(from.Reader.Int(), from.Reader.Signed(), from.Reader.Int(), from.Reader.Signed(), Pushed(ref from.Reader), Pushed(ref from.Reader)));
        }

        return slips.MoveToImmutable();
    }

    private static PushedDeals Pushed(ref PackedReader from) => new(from.Int(), from.Int(), from.Int(), from.Int());

    private static ImmutableSortedDictionary<string, ImmutableArray<SignalCell>> Signals(ref PackedFieldReader from)
    {
        ImmutableSortedDictionary<string, ImmutableArray<SignalCell>>.Builder signals = ImmutableSortedDictionary.CreateBuilder<string, ImmutableArray<SignalCell>>(StringComparer.Ordinal);
        for (int i = from.Reader.Count(); i > 0; i--)
        {
            string stage = from.RequiredName();
            ImmutableArray<SignalCell>.Builder cells = ImmutableArray.CreateBuilder<SignalCell>(from.Reader.Count());
            for (int j = cells.Capacity; j > 0; j--)
            {
                cells.Add(new SignalCell(from.Reader.Int(), from.Reader.Int(), from.Reader.Int(), from.Reader.Int()));
            }

            signals[stage] = cells.MoveToImmutable();
        }

        return signals.ToImmutable();
    }

    private static ImmutableSortedDictionary<string, Bookings> AllBookings(ref PackedFieldReader from)
    {
        ImmutableSortedDictionary<string, Bookings>.Builder all = ImmutableSortedDictionary.CreateBuilder<string, Bookings>(StringComparer.Ordinal);
        for (int i = from.Reader.Count(); i > 0; i--)
        {
            string currency = from.RequiredName();
            all[currency] = new Bookings(Days(ref from), new QuickWins(Weeks(ref from.Reader), from.Reader.Int()));
        }

        return all.ToImmutable();
    }

    private static ImmutableArray<BookedDay> Days(ref PackedFieldReader from)
    {
        ImmutableArray<BookedDay>.Builder days = ImmutableArray.CreateBuilder<BookedDay>(from.Reader.Count());
        for (int i = days.Capacity; i > 0; i--)
        {
            days.Add(new BookedDay(from.RequiredDay(), from.Reader.Amount(), from.Reader.Int()));
        }

        return days.MoveToImmutable();
    }

    private static ImmutableArray<int> Weeks(ref PackedReader from)
    {
        ImmutableArray<int>.Builder weeks = ImmutableArray.CreateBuilder<int>(from.Count());
        for (int i = weeks.Capacity; i > 0; i--)
        {
            weeks.Add(from.Int());
        }

        return weeks.MoveToImmutable();
    }
}
