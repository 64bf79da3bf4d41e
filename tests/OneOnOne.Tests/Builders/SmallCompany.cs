using OneOnOne.Crm;
using static OneOnOne.Tests.Builders.MemorySource;
using static OneOnOne.Tests.Builders.Rows;

namespace OneOnOne.Tests.Builders;

/// <summary>Five weeks of a company in which everything happens that makes orders matter.</summary>
internal static class SmallCompany
{
    /// <summary>Everybody, all sections.</summary>
    public static MemorySource Week1 => new("week 1", Days.At(5),
    [
        Human("mgr1"), Human("mgr2"), Human("ann", "mgr1", "Ann"), Human("bob", "mgr1", "Bob"),
        Deal("O1", "ann", close: 20, amount: 10.0m), Deal("O2", "ann"), Deal("O3", "bob"), Deal("O4", "bob"), Deal("O5", "bob", close: 15),
        Deal("O6", "ann", "Closed Won", Outcome.Won, amount: 7) with { ClosedAt = Days.At(4) },
        Entered("O6", "Discovery", 1), Entered("O6", "Proposal", 2), Entered("O6", "Closed Won", 4),
        Did("O1", 3), Target("ann", 1, 31, 100), Target("ann", 1, 31, 50, "USD"), Meets("m1", "mgr1", "ann"), Meets("m2", "mgr1", "bob"),
    ]);

    /// <summary>Deals only: O1 has a new owner, O2's row is bad, O4 is gone.</summary>
    public static MemorySource Week2 => new("week 2", Days.At(10), [Deal("O1", "bob", close: 27, amount: 10.00m), Deal("O3", "bob"), Deal("O5", "bob"), Deal("O6", "ann", "Closed Won", Outcome.Won, amount: 7), Did("O1", 8), Did("O3", 9)])
    {
        Bad = [BadRow(Section.Opportunities, "O2")],
    };

    /// <summary>Ann has a new manager, Bob's row is bad, O4 is back, O3 is won.</summary>
    public static MemorySource Week3 => new("week 3", Days.At(15),
    [
        Human("mgr1"), Human("mgr2"), Human("ann", "mgr2", "Ann B."),
        Deal("O1", "bob", close: 27, amount: 20), Deal("O2", "ann", "Negotiation"), Deal("O3", "bob", "Closed Won", Outcome.Won), Deal("O4", "bob"), Deal("O5", "bob"),
        Moved("O1", 7, 20, 27), Target("bob", 1, 31, 5),
    ])
    {
        Bad = [BadRow(Section.People, "bob")],
    };

    /// <summary>O1 goes to somebody nobody listed, O5 is gone, and somebody without deals has activities.</summary>
    public static MemorySource Week4 => new("week 4", Days.At(20),
    [
        Deal("O1", "cat", close: 34, amount: 10.0m), Deal("O2", "ann", "Negotiation"), Deal("O3", "bob", "Closed Won", Outcome.Won), Deal("O4", "bob", "Negotiation"),
        Did("O1", 19, by: "dan"), Did("O1", 25, completed: true),
    ]);

    /// <summary>Team 1 is no more; a row that could be anybody's is bad, so nothing counts as gone.</summary>
    public static MemorySource Week5 => new("week 5", Days.At(25),
    [
        Human("mgr2"), Human("ann", "mgr2"), Human("bob", "mgr2"), Human("cat", "mgr2"),
        Deal("O1", "cat", close: 30, amount: 10.00m), Deal("O3", "bob", "Closed Won", Outcome.Won), Deal("O4", "ann", "Closed Won", Outcome.Won), Deal("O5", "bob"),
        Meets("m3", "mgr2", "bob"),
    ])
    {
        Bad = [BadRow(Section.Opportunities, null)],
    };

    public static MemorySource[] All => [Week1, Week2, Week3, Week4, Week5];
}
