using OneOnOne.Crm;
using OneOnOne.Journal;

namespace OneOnOne.Storage.Cosmos;

/// <summary>Where things are kept: partitions, and names and ids in them. No foreign id makes one that begins with $.</summary>
internal static class Places
{
    /// <summary>Of the books: what belongs to no single rep. What one analysis needs of it comes with one query.</summary>
    public const string Shared = "$shared";

    public const string Manifest = "manifest";
    public const string Snapshot = "snapshot";
    public const string Tombstone = "tombstone";
    public const string Company = "company";
    public const string Reps = "reps";
    public const string Head = "head";
    public const string Sheet = "sheet";
    public const string Opportunity = "opportunity-";
    public const string Entry = "entry-";
    public const string Person = "person";
    public const string Team = "team";
    public const string Run = "run";
    public const string Pair = "pair";

    public const string Pools = "pool-";

    /// <summary>Of the runs: the days that have any.</summary>
    public const string Days = "$days";

    public const string DeadLetters = "$dead-letters";

    /// <summary>Of the runs: those of one day.</summary>
    public static string RunsOf(string day) => "$runs-of-" + day;

    public static string PoolOf(PoolId pool) => Pools + CosmosId.Of(pool.Value);

    public static string SnapshotOf(long generation) => FormattableString.Invariant($"{Snapshot}-{generation}");

    public static string EntryOf(EntryId entry) => Entry + CosmosId.Of(entry.Value);

    public static string OpportunityOf(OpportunityId opportunity) => Opportunity + CosmosId.Of(opportunity.Value);
}
