using System.Collections.Immutable;

namespace OneOnOne.Ingest.HubSpot;

/// <summary>What is read of HubSpot, by the names that its API and the mirror have for it.</summary>
internal static class HubSpotKind
{
    public const string Deals = "deals";
    public const string Companies = "companies";
    public const string Goals = "goal_targets";
    public const string Owners = "owners";
    public const string Pipelines = "pipelines";
    public const string Account = "account";

    /// <summary>Deals whose associations have to be read.</summary>
    public const string Pending = "pending";

    public const string Calls = "calls";
    public const string Emails = "emails";
    public const string Meetings = "meetings";
    public const string Tasks = "tasks";

    public static ImmutableArray<string> Activities { get; } = [Calls, Emails, Meetings, Tasks];

    /// <summary>As a sentence begins with it.</summary>
    public static string NameOf(string kind) => kind == Goals ? "Goals" : char.ToUpperInvariant(kind[0]) + kind[1..];

    /// <summary>The properties that are read of a kind; nothing else of a record leaves HubSpot.</summary>
    public static ImmutableArray<string> PropertiesOf(string kind) => kind switch
    {
        Deals =>
        [
            "dealname", "amount", "deal_currency_code", "dealstage", "pipeline", "closedate", "createdate", "hubspot_owner_id", "hs_is_closed", "hs_is_closed_won",
            "hs_next_step", "hs_merged_object_ids", "notes_last_contacted", "notes_next_activity_date",
        ],
        Companies => ["name"],
        Goals => ["hs_goal_name", "hs_goal_type", "hs_kpi_unit_type", "hs_kpi_object_type_id", "hs_target_amount", "hs_start_datetime", "hs_end_datetime", "hubspot_owner_id"],
        Calls => ["hs_timestamp", "hubspot_owner_id", "hs_call_status"],
        Emails => ["hs_timestamp", "hubspot_owner_id", "hs_email_status", "hs_email_direction", "hs_sequence_id", "hs_object_source"],
        Meetings => ["hs_timestamp", "hubspot_owner_id", "hs_meeting_outcome"],
        Tasks => ["hs_timestamp", "hubspot_owner_id", "hs_task_status", "hs_task_completion_date"],
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>
    /// The mirror's kind of associations: the id is "other/deal", so that by id they stand in the others' order, and the parent is the
    /// deal, so that they go with it.
    /// </summary>
    public static string LinksOf(string kind) => kind + " of deals";
}
