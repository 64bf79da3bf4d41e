using OneOnOne.Crm;
using OneOnOne.Ingest.Connect;

namespace OneOnOne.Ingest.HubSpot;

/// <summary>One row for each deal that an activity stands under, or one without a deal.</summary>
internal sealed class HubSpotActivityRows(Mirror mirror)
{
    private readonly CanonicalRow _row = new(Section.Activities);

    public IEnumerable<CanonicalRow> All() => HubSpotKind.Activities.SelectMany(Of);

    /// <summary>Activities and associations both stand in the order of the activities' ids, so that one pass over each does.</summary>
    private IEnumerable<CanonicalRow> Of(string kind)
    {
        using IEnumerator<(string Activity, string Deal)> links = mirror.Records(HubSpotKind.LinksOf(kind))
            .Select(link => (link.Id[..link.Id.IndexOf('/', StringComparison.Ordinal)], link.Parent!)).GetEnumerator();
        bool more = links.MoveNext();
        foreach (MirrorRecord record in mirror.Records(kind))
        {
            while (more && string.CompareOrdinal(links.Current.Activity, record.Id) < 0)
            {
                more = links.MoveNext();
            }

            SortedDictionary<string, string> values = HubSpotBodies.Read<SortedDictionary<string, string>>(record.Body);
            if (!IsSomebodysWork(kind, values))
            {
                continue;
            }

            bool isOfDeals = more && links.Current.Activity == record.Id;
            for (; more && links.Current.Activity == record.Id; more = links.MoveNext())
            {
                yield return Fill(kind, record.Id, values, links.Current.Deal);
            }

            if (!isOfDeals && values.ContainsKey("hubspot_owner_id"))
            {
                yield return Fill(kind, record.Id, values, null);
            }
        }
    }

    private CanonicalRow Fill(string kind, string id, SortedDictionary<string, string> values, string? deal)
    {
        (string? status, string? at) = kind switch
        {
            HubSpotKind.Calls => (Call(values.GetValueOrDefault("hs_call_status")), values.GetValueOrDefault("hs_timestamp")),
            HubSpotKind.Emails => (Email(values.GetValueOrDefault("hs_email_status")), values.GetValueOrDefault("hs_timestamp")),
            HubSpotKind.Meetings => (Meeting(values.GetValueOrDefault("hs_meeting_outcome")), values.GetValueOrDefault("hs_timestamp")),
            _ => Task(values),
        };
        return _row.Begin(kind, id)
            .Set("activity_id", $"{kind}/{id}").Set("opportunity_id", deal).Set("person_id", values.GetValueOrDefault("hubspot_owner_id"))
            .Set("kind", kind).Set("at", HubSpotTime.Normal(at)).Set("completed", status)
            .Set("automated", kind == HubSpotKind.Emails && IsAutomated(values));
    }

    /// <summary>What a customer wrote is nobody's work here; that a deal is alive is told by what is done about it.</summary>
    private static bool IsSomebodysWork(string kind, SortedDictionary<string, string> values) =>
        kind != HubSpotKind.Emails || values.GetValueOrDefault("hs_email_direction") is not { } direction || !direction.Equals("INCOMING_EMAIL", StringComparison.OrdinalIgnoreCase);

    /// <summary>Sequences and workflows send by themselves.</summary>
    private static bool IsAutomated(SortedDictionary<string, string> values) =>
        values.ContainsKey("hs_sequence_id") || values.GetValueOrDefault("hs_object_source")?.ToUpperInvariant() is "AUTOMATION_PLATFORM" or "WORKFLOWS" or "SEQUENCES";

    /// <summary>A call that nobody took was made all the same; one that was missed came from outside.</summary>
    private static string? Call(string? status) => status?.ToUpperInvariant() switch
    {
        "COMPLETED" or "BUSY" or "NO_ANSWER" => "true",
        "CANCELED" or "FAILED" or "MISSED" => "canceled",
        "QUEUED" or "RINGING" or "CONNECTING" or "CALLING_CRM_USER" or "IN_PROGRESS" => "scheduled",
        _ => null,
    };

    private static string? Email(string? status) => status?.ToUpperInvariant() switch
    {
        "SENT" => "true",
        "BOUNCED" or "FAILED" => "canceled",
        "SCHEDULED" or "SENDING" => "scheduled",
        _ => null,
    };

    /// <summary>Calendars put meetings down as scheduled and leave them so; one that lies behind and was not called off was held.</summary>
    private static string? Meeting(string? outcome) => outcome?.ToUpperInvariant() switch
    {
        "COMPLETED" => "true",
        "CANCELED" or "CANCELLED" or "NO_SHOW" or "RESCHEDULED" => "canceled",
        _ => null,
    };

    /// <summary>A task's time stamp is when it is due; what is done counts when it was done.</summary>
    private static (string? Status, string? At) Task(SortedDictionary<string, string> values) =>
        string.Equals(values.GetValueOrDefault("hs_task_status"), "COMPLETED", StringComparison.OrdinalIgnoreCase)
            ? ("true", values.GetValueOrDefault("hs_task_completion_date") ?? values.GetValueOrDefault("hs_timestamp"))
            : ("scheduled", values.GetValueOrDefault("hs_timestamp"));
}
