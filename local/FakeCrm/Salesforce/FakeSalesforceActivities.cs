using System.Globalization;
using OneOnOne.Crm;

namespace OneOnOne.Local.FakeCrm.Salesforce;

/// <summary>
/// Calls, mails and to-dos are tasks, meetings are events. Beside them stands what an org has and nobody did: mass mail, the masters of
/// series, and what lies with a queue.
/// </summary>
internal static class FakeSalesforceActivities
{
    private const int ArchivedAfterDays = 365;

    public static IEnumerable<FakeRecord> Of(FakeCompany company, FakeSalesforceOrg org)
    {
        Dictionary<OpportunityId, OpportunityRow> deals = company.Opportunities.DistinctBy(deal => deal.Id).ToDictionary(deal => deal.Id);
        foreach ((int index, ActivityRow activity) in company.Activities.Index())
        {
            OpportunityRow? deal = activity.Opportunity is { } of ? deals.GetValueOrDefault(of) : null;
            if ((activity.Opportunity is not null && deal is null) || (activity.Kind == ActivityKind.Meeting && activity.Completed == false && activity.At <= company.TakenAt))
            {
                continue; // Deleted with its deal; or a meeting that was not held, and so was taken off the calendar.
            }

            string key = activity.Id ?? string.Create(CultureInfo.InvariantCulture, $"{activity.Opportunity}|{activity.By}|{activity.Kind}|{activity.At:O}|{index}");
            FakeRecord record = activity.Kind == ActivityKind.Meeting ? Event(key, activity, company.TakenAt) : Task(key, activity, company.TakenAt);
            record["OwnerId"] = FakeSalesforceData.IdOf(activity.By ?? deal!.Owner);
            record["WhatId"] = deal is not null ? FakeSalesforceData.IdOf(deal.Id) : null;
            record["AccountId"] = deal?.Account is { } account ? FakeSalesforceRecords.AccountId(account) : null;
            yield return record;
            if (org.Invites && activity.Kind == ActivityKind.Meeting && Draw(key, 3) == 0)
            {
                FakeRecord invited = Event(key + "|invited", activity, company.TakenAt);
                invited["OwnerId"] = FakeSalesforceData.IdOf(Invitee(company, activity, deal));
                invited["WhatId"] = record["WhatId"];
                invited["IsChild"] = true;
                invited["IsGroupEvent"] = true;
                record["IsGroupEvent"] = true;
                yield return invited;
            }
        }

        foreach (FakeRecord nothing in NobodysWork(company))
        {
            yield return nothing;
        }
    }

    /// <summary>Whose calendar has the child of an event that was booked under this key.</summary>
    public static PersonId Invitee(FakeCompany company, ActivityRow activity, OpportunityRow? deal) =>
        company.People.First(person => person.Id != (activity.By ?? deal!.Owner)).Id;

    private static FakeRecord Task(string key, ActivityRow activity, DateTimeOffset now)
    {
        bool done = activity.At <= now && activity.Completed != false;
        DateOnly day = DateOnly.FromDateTime(activity.At.UtcDateTime);
        return new FakeRecord(FakeSalesforceId.Of("00T", key))
        {
            ["IsDeleted"] = false,
            ["WhoId"] = FakeSalesforceId.Of("003", key),
            ["Subject"] = "He said \"yes\", and\nthen no",
            ["Description"] = null,
            ["Status"] = done ? "Completed" : "Not Started",
            ["Priority"] = "Normal",
            ["IsClosed"] = done,
            ["ActivityDate"] = done ? day.AddDays(Draw(key, 4) == 0 ? 12 : 0) : day, // Done before it was due.
            ["CompletedDateTime"] = done ? activity.At : null,
            ["TaskSubtype"] = activity.Kind switch { ActivityKind.Call => "Call", ActivityKind.Email => "Email", _ => "Task" },
            ["Type"] = activity.Kind switch { ActivityKind.Other => "Other", ActivityKind.Call => "Call", _ => null },
            ["CallType"] = activity.Kind == ActivityKind.Call ? "Outbound" : null,
            ["CallDurationInSeconds"] = activity.Kind == ActivityKind.Call ? 240m : null,
            ["IsArchived"] = done && activity.At < now.AddDays(-ArchivedAfterDays),
            ["IsRecurrence"] = false,
            ["CreatedDate"] = activity.At < now ? activity.At : now.AddDays(-1),
            ["LastModifiedDate"] = activity.At < now ? activity.At : now.AddDays(-1),
        };
    }

    private static FakeRecord Event(string key, ActivityRow activity, DateTimeOffset now) => new(FakeSalesforceId.Of("00U", key))
    {
        ["IsDeleted"] = false,
        ["WhoId"] = FakeSalesforceId.Of("003", key),
        ["Subject"] = "Meeting",
        ["Description"] = "Room 3,\nfirst floor",
        ["ActivityDateTime"] = activity.At,
        ["ActivityDate"] = DateOnly.FromDateTime(activity.At.UtcDateTime),
        ["StartDateTime"] = activity.At,
        ["EndDateTime"] = activity.At.AddMinutes(30),
        ["DurationInMinutes"] = 30m,
        ["IsAllDayEvent"] = false,
        ["EventSubtype"] = "Event",
        ["IsChild"] = false,
        ["IsGroupEvent"] = false,
        ["GroupEventType"] = "0",
        ["IsRecurrence"] = false,
        ["IsRecurrence2"] = Draw(key, 9) == 0,
        ["IsPrivate"] = false,
        ["IsArchived"] = activity.At < now.AddDays(-ArchivedAfterDays),
        ["CreatedDate"] = activity.At < now ? activity.At.AddDays(-2) : now.AddDays(-1),
        ["LastModifiedDate"] = activity.At < now ? activity.At.AddDays(-2) : now.AddDays(-1),
    };

    private static IEnumerable<FakeRecord> NobodysWork(FakeCompany company)
    {
        foreach (OpportunityRow deal in company.Opportunities.Where(deal => Draw(deal.Id.Value, 4) == 0))
        {
            ActivityRow mass = new(default, deal.Id, deal.Owner, ActivityKind.Email, company.TakenAt.AddDays(-1), true, null);
            FakeRecord mail = Task($"list|{deal.Id}", mass, company.TakenAt);
            (mail["TaskSubtype"], mail["Type"]) = ("ListEmail", "Email");
            yield return Of(mail, deal);
            FakeRecord series = Event($"series|{deal.Id}", mass with { Kind = ActivityKind.Meeting }, company.TakenAt);
            series["IsRecurrence"] = true;
            yield return Of(series, deal);
            FakeRecord toDos = Task($"series|{deal.Id}", mass with { Completed = false }, company.TakenAt);
            (toDos["IsRecurrence"], toDos["ActivityDate"]) = (true, null);
            yield return Of(toDos, deal);
        }

        FakeRecord queued = Task("queue", new ActivityRow(default, null, null, ActivityKind.Task, company.TakenAt.AddDays(3), false, null), company.TakenAt);
        queued["OwnerId"] = FakeSalesforceId.Of("00G", "queue");
        yield return queued;
        FakeRecord dateless = Task("dateless", new ActivityRow(default, null, null, ActivityKind.Task, company.TakenAt.AddDays(3), false, null), company.TakenAt);
        (dateless["ActivityDate"], dateless["OwnerId"]) = (null, FakeSalesforceData.IdOf(company.People[0].Id));
        yield return dateless;

        static FakeRecord Of(FakeRecord record, OpportunityRow deal)
        {
            (record["OwnerId"], record["WhatId"]) = (FakeSalesforceData.IdOf(deal.Owner), FakeSalesforceData.IdOf(deal.Id));
            return record;
        }
    }

    private static int Draw(string key, int of) => FakeSalesforceHistory.Draw(key, of);
}
