using System.Collections.Immutable;
using OneOnOne.Crm;

namespace OneOnOne.Evaluation;

/// <summary>Everything that one export, or a row of snapshots, tells of a company's past.</summary>
/// <param name="Until">The newest snapshot's instant: nothing after it is known.</param>
/// <param name="Lives">By id.</param>
public sealed record History(DateTimeOffset Until, ImmutableArray<Life> Lives)
{
    public required ImmutableSortedSet<Section> Sections { get; init; }

    public required ImmutableArray<string> Stages { get; init; }

    /// <summary>Of the newest lists.</summary>
    public required ImmutableSortedDictionary<PersonId, Person> People { get; init; }

    /// <summary>What each person did, for whichever deal or none, ascending.</summary>
    public required ImmutableSortedDictionary<PersonId, ImmutableArray<ActivityDay>> Work { get; init; }

    /// <summary>The snapshots that showed what was booked for later, ascending.</summary>
    public required ImmutableArray<DateTimeOffset> Bookings { get; init; }

    public required long RowsRead { get; init; }

    public required long RowsSetAside { get; init; }

    /// <summary>Whether a push could be seen at all.</summary>
    public bool HasCloseDates { get; init; }

    public bool HasActivities => !Work.IsEmpty;
}
