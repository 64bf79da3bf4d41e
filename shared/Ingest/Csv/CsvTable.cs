using System.Collections.Immutable;
using OneOnOne.Crm;

namespace OneOnOne.Ingest.Csv;

/// <summary>One canonical file: its section, its name without ".csv", and the columns it may have.</summary>
internal sealed record CsvTable(Section Section, string Name, ImmutableArray<string> Required, ImmutableArray<string> Optional)
{
    /// <summary>In the order in which a snapshot is read: see <see cref="SnapshotRow"/>.</summary>
    public static ImmutableArray<CsvTable> All { get; } =
    [
        new(Section.People, "people", ["person_id"], ["name", "email", "manager_id", "time_zone", "country", "language", "active"]),
        new(
            Section.Opportunities,
            "opportunities",
            ["opportunity_id", "owner_id", "stage"],
            [
                "outcome", "is_closed", "is_won", "name", "account", "product", "amount", "currency", "created_at", "closed_at", "close_date",
                "next_step", "url", "last_activity_at", "next_activity_at",
            ]),
        new(Section.Activities, "activities", ["kind", "at"], ["opportunity_id", "person_id", "completed", "automated", "activity_id"]),
        new(Section.StageHistory, "stage_history", ["opportunity_id", "stage", "entered_at"], []),
        new(Section.CloseDateHistory, "close_date_history", ["opportunity_id", "changed_at", "old_close_date", "new_close_date"], []),
        new(Section.Quotas, "quotas", ["person_id", "from", "to", "amount"], ["currency"]),
        new(
            Section.Meetings,
            "meetings",
            ["meeting_id"],
            ["manager_id", "rep_id", "cadence", "first_on", "at", "time_zone", "minutes", "occurrence_on", "moved_to", "cause"]),
    ];

    public string FileName => Name + ".csv";

    public bool Has(string column) => Required.Contains(column) || Optional.Contains(column);
}
