using System.Globalization;
using OneOnOne.Crm;

namespace OneOnOne.Local.FakeCrm.HubSpot;

/// <summary>Makes HubSpot's calls, emails, meetings, tasks and notes of a company's activities, and goals of its quotas.</summary>
internal sealed class FakeHubSpotWork(FakeCompany company)
{
    private readonly Dictionary<string, FakeHubSpotRecord> _records = new(StringComparer.Ordinal);

    /// <summary>One activity may stand under several deals; it is one record all the same.</summary>
    public IEnumerable<FakeHubSpotRecord> Activities()
    {
        Dictionary<string, int> unnamed = new(StringComparer.Ordinal);
        foreach (ActivityRow row in company.Activities)
        {
            string name = row.Id ?? Unnamed(row, unnamed);
            string type = row.Kind switch
            {
                ActivityKind.Call => "calls",
                ActivityKind.Email => "emails",
                ActivityKind.Meeting => "meetings",
                ActivityKind.Task => "tasks",
                _ => "notes",
            };
            string id = FakeHubSpotIds.Of($"{type} {name}");
            if (!_records.TryGetValue(id, out FakeHubSpotRecord? record))
            {
                _records[id] = record = Of(row, type, id);
            }

            if (row.Opportunity is { } opportunity)
            {
                record.Link("deals", FakeHubSpotIds.Of(opportunity));
            }
        }

        return _records.Values;
    }

    public IEnumerable<FakeHubSpotRecord> Goals()
    {
        foreach ((int index, QuotaRow quota) in company.Quotas.Index())
        {
            FakeHubSpotRecord goal = new("goal_targets", FakeHubSpotIds.Of($"goal {quota.Person.Value} {quota.From:O} {quota.To:O}"), company.TakenAt.AddYears(-1));
            goal.Properties["hs_goal_name"] = "Revenue";
            goal.Properties["hs_goal_type"] = "sales_quota";
            goal.Properties["hs_kpi_unit_type"] = "currency";
            goal.Properties["hs_kpi_object_type_id"] = "0-3";
            goal.Properties["hs_target_amount"] = quota.Target.Amount.ToString(CultureInfo.InvariantCulture);
            goal.Properties["hs_start_datetime"] = FakeHubSpotRecord.Text(Midnight(quota.From));
            // Both ways to write an end are in use: the first instant after it, and the last within.
            goal.Properties["hs_end_datetime"] = FakeHubSpotRecord.Text(index % 2 == 0 ? Midnight(quota.To.AddDays(1)) : Midnight(quota.To.AddDays(1)).AddMilliseconds(-1));
            goal.Properties["hubspot_owner_id"] = FakeHubSpotIds.Of(quota.Person);
            yield return goal;
        }
    }

    private FakeHubSpotRecord Of(ActivityRow row, string type, string id)
    {
        bool ahead = row.At > company.TakenAt;
        FakeHubSpotRecord record = new(type, id, ahead ? company.TakenAt.AddDays(-1) : row.At.AddMinutes(-5));
        record.Properties["hs_timestamp"] = FakeHubSpotRecord.Text(row.At);
        record.Properties["hubspot_owner_id"] = row.By is { } by ? FakeHubSpotIds.Of(by) : null;
        bool kept = row.Completed != false;
        switch (row.Kind)
        {
            case ActivityKind.Call:
                record.Properties["hs_call_status"] = ahead ? "QUEUED" : kept ? "COMPLETED" : "CANCELED";
                record.Properties["hs_call_direction"] = "OUTBOUND";
                break;
            case ActivityKind.Email:
                record.Properties["hs_email_status"] = ahead ? "SCHEDULED" : kept ? "SENT" : "FAILED";
                record.Properties["hs_email_direction"] = "EMAIL";
                break;
            case ActivityKind.Meeting:
                record.Properties["hs_meeting_outcome"] = ahead ? "SCHEDULED" : kept ? "COMPLETED" : "NO_SHOW";
                record.Properties["hs_meeting_start_time"] = record.Properties["hs_timestamp"];
                break;
            case ActivityKind.Task:
                // A task's time stamp is when it is due; when it was done stands beside it.
                record.Properties["hs_task_status"] = kept && !ahead ? "COMPLETED" : "NOT_STARTED";
                record.Properties["hs_task_completion_date"] = kept && !ahead ? FakeHubSpotRecord.Text(row.At) : null;
                record.Properties["hs_timestamp"] = FakeHubSpotRecord.Text(kept && !ahead ? row.At.AddHours(30) : row.At);
                break;
            default:
                record.Properties["hs_note_body"] = "";
                break;
        }

        return record;
    }

    private static string Unnamed(ActivityRow row, Dictionary<string, int> unnamed)
    {
        string what = string.Create(CultureInfo.InvariantCulture, $"{row.Opportunity?.Value} {row.By?.Value} {row.Kind} {row.At:O}");
        int count = unnamed[what] = unnamed.GetValueOrDefault(what) + 1;
        return string.Create(CultureInfo.InvariantCulture, $"{what} {count}");
    }

    private static DateTimeOffset Midnight(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
}
