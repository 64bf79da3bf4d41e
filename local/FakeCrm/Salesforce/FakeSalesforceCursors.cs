using System.Collections.Immutable;
using System.Globalization;

namespace OneOnOne.Local.FakeCrm.Salesforce;

/// <summary>
/// Answers that take several pages. A cursor belongs to the session that opened it and ends with it; a user has ten, and the eldest goes
/// when there is one more.
/// </summary>
internal sealed class FakeSalesforceCursors(FakeTrouble trouble, FakeDice dice)
{
    private const int Most = 10;

    private readonly Lock _one = new();
    private readonly List<Cursor> _cursors = [];
    private int _opened;

    /// <returns>The rows, how many there are in all, and where the next page is; null: this was the last.</returns>
    public (IReadOnlyList<FakeRecord> Rows, int Total, string? Next) Open(FakeSoqlRun query, List<FakeRecord> records, string session, int most)
    {
        int page = Page(most);
        if (records.Count <= page)
        {
            return (records, records.Count, null);
        }

        lock (_one)
        {
            Cursor cursor = new(FakeSalesforceId.Of("01g", (++_opened).ToString(CultureInfo.InvariantCulture)), query, [.. records], session, most);
            _cursors.Add(cursor);
            if (_cursors.Count > Most)
            {
                _cursors.RemoveAt(0);
            }

            return (records[..page], records.Count, $"{cursor.Id}-{page}");
        }
    }

    /// <exception cref="FakeRefusal">There is no such cursor, or no longer.</exception>
    public (FakeSoqlRun Query, IReadOnlyList<FakeRecord> Rows, int Total, string? Next) Continue(string locator, string session)
    {
        lock (_one)
        {
            string[] parts = locator.Split('-');
            Cursor? cursor = _cursors.FirstOrDefault(one => one.Id == parts[0]);
            if (cursor is null || parts.Length != 2 || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int at) || at > cursor.Records.Length)
            {
                throw FakeRefusal.LostLocator();
            }

            if (cursor.Session != session)
            {
                throw FakeRefusal.SignedOut();
            }

            if (dice.Chance(trouble.LostCursor))
            {
                _cursors.Remove(cursor);
                throw FakeRefusal.LostLocator();
            }

            int from = dice.Chance(trouble.RepeatedRows) ? at - 1 : at;
            int to = Math.Min(cursor.Records.Length, at + Page(cursor.Most));
            return (cursor.Query, cursor.Records[from..to], cursor.Records.Length, to == cursor.Records.Length ? null : $"{cursor.Id}-{to}");
        }
    }

    private int Page(int most) => dice.Chance(trouble.SmallPages) ? dice.Between(1, most) : most;

    private sealed record Cursor(string Id, FakeSoqlRun Query, ImmutableArray<FakeRecord> Records, string Session, int Most);
}
