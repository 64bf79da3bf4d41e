using OneOnOne.Crm;
using OneOnOne.Ingest.Connect;
using OneOnOne.Ingest.Csv.Values;

namespace OneOnOne.Ingest.Salesforce;

/// <summary>Tasks and events as activities. What belongs to no opportunity still counts for the person; a queue is no person.</summary>
internal sealed class SalesforceActivities(Mirror mirror, DealNumbers deals)
{
    private static readonly Words<ActivityStatus> CalledOff = new((ActivityStatus.CalledOff, "cancelled|canceled|no show|no-show|no_show"));
    private readonly CanonicalRow _row = new(Section.Activities);

    public IEnumerable<CanonicalRow> Rows()
    {
        IEnumerable<CanonicalRow?> tasks = mirror.Records(SalesforceObject.Task.Name).Select(record => Task(SalesforceRecord.Of(SalesforceObject.Task, record)));
        IEnumerable<CanonicalRow?> events = mirror.Records(SalesforceObject.Event.Name).Select(record => Event(SalesforceRecord.Of(SalesforceObject.Event, record)));
        return tasks.Concat(events).OfType<CanonicalRow>();
    }

    /// <summary>Done when it was completed. A due date is a calendar date and is never shifted.</summary>
    private CanonicalRow? Task(SalesforceRecord task)
    {
        bool done = task.Is("IsClosed");
        string? at = done ? task["CompletedDateTime"] ?? task["ActivityDate"] ?? task["CreatedDate"] : task["ActivityDate"];
        return task.Is("IsRecurrence") || at is null ? null : Begin(task, ofDeal: true)?
            .Set("kind", Kind(task["TaskSubtype"], task["Type"])).Set("at", at).Set("completed", IsCalledOff(task["Status"]) ? "cancelled" : done ? "completed" : "open");
    }

    /// <summary>
    /// A meeting. Each colleague who was invited has an event of their own: it counts for them, and not once more for the deal. The master of
    /// a series is only its rule.
    /// </summary>
    private CanonicalRow? Event(SalesforceRecord @event)
    {
        string? at = @event.Is("IsAllDayEvent") ? @event["ActivityDate"] : @event["ActivityDateTime"] ?? @event["ActivityDate"];
        return @event.Is("IsRecurrence") || at is null ? null : Begin(@event, ofDeal: !@event.Is("IsChild"))?.Set("kind", "meeting").Set("at", at);
    }

    private CanonicalRow? Begin(SalesforceRecord activity, bool ofDeal)
    {
        string? deal = ofDeal && activity["WhatId"] is { } what && deals.Find(new OpportunityId(what)) >= 0 ? what : null;
        string? person = SalesforceId.IsUser(activity["OwnerId"]) ? activity["OwnerId"] : null;
        return deal is null && person is null ? null
            : _row.Begin(activity.Object.Name, activity.Id).Set("activity_id", activity.Id).Set("opportunity_id", deal).Set("person_id", person);
    }

    /// <summary>The subtype says what Salesforce made of it, the type what people say that it was. The words for mass mail are known where rows are read.</summary>
    private static string Kind(string? subtype, string? type) => subtype is null or "Task" ? type ?? "task" : subtype;

    private static bool IsCalledOff(string? status) => status is not null && CalledOff.TryFind(System.Text.Encoding.UTF8.GetBytes(status), out _);
}
