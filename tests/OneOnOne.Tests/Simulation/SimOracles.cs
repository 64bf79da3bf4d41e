using System.Collections.Immutable;
using OneOnOne.Briefs;
using OneOnOne.Pipeline;
using OneOnOne.Settings;
using OneOnOne.Storage;
using OneOnOne.Tests.Builders;

namespace OneOnOne.Tests.Simulation;

/// <summary>What has to be so at the end, worked out from the CRM and the world's own record and held against the store.</summary>
internal sealed class SimOracles(SimWorld sim)
{
    private readonly SimRecord _record = sim.Record;
    private readonly SimProfile _profile = sim.Profile;

    public void Check() => CheckAsync().GetAwaiter().GetResult();

    private async Task CheckAsync()
    {
        List<RunSummary> runs = await sim.Raw.Runs.ListAsync(DateOnly.MinValue, DateOnly.MaxValue, CancellationToken.None).ToListAsync();
        ImmutableArray<DeadLetter> dead = await sim.Raw.Runs.DeadLettersAsync(CancellationToken.None);
        await BooksAsync();
        RunSummary[] planned = [.. runs.Where(one => one.Run.Notice is null)];
        Expected([.. planned.Select(one => one.Run.Id)], [.. planned.Where(one => one.Run.MissedAt is null).Select(one => one.Run.Id)]);
        foreach (RunSummary run in planned)
        {
            Told(run, [.. runs.Where(one => one.Run.Notice?.Of == run.Run.Id)]);
        }

        foreach ((string id, string reason) in sim.Dead)
        {
            SimFailure.Unless("R7", dead.Any(letter => letter.Id == id && letter.Reason.Length > 0 && letter.Attempts > 0), $"{id} was given up ({reason}) and is not recorded with a reason and a count");
        }

        foreach (RunSummary run in runs)
        {
            if (run.Run.MissedAt is { } missed)
            {
                SimFailure.Unless("R5", missed >= run.Run.StartsAt && run.Run.ComposedAt is null && run.Deliveries.IsEmpty, $"{run.Run.Id} of {run.Run.StartsAt:u} is missed since {missed:u}, and something came of it");
                continue;
            }

            SimFailure.Unless("R1", run.Run.ComposedAt is not null && (run.Deliveries.Length == 2 || run.Run.Notice is not null), $"{run.Run.Id} of {run.Run.Rep} never came to be composed");
            if (run.Run.Notice is null)
            {
                await PairAsync(run.Run);
            }

            foreach (Delivery delivery in run.Deliveries)
            {
                Final(run.Run, delivery);
                Counted(delivery);
                Alive(run.Run, delivery);
            }
        }
    }

    /// <summary>R14: the books are those of an undisturbed ingest of what was published.</summary>
    private async Task BooksAsync()
    {
        string expected = await SimBooks.SeenAsync(_record.Published.Select(one => one.Company));
        string seen = await SeenBooks.OfAsync(sim.Raw.Books);
        SimFailure.Unless("R14", expected == seen, $"the books differ from those of an undisturbed ingest:\n{seen}\ninstead of\n{expected}");
        foreach (SimCompany company in sim.Landed)
        {
            SimFailure.Unless("R14", _record.Published.Count(one => one.Company == company) == 1, $"the snapshot of {company.TakenAt:u} was published {_record.Published.Count(one => one.Company == company)} times");
        }
    }

    /// <summary>R1, R4: a run for each one-on-one that a planner saw in time, and no other.</summary>
    /// <param name="runs">All that there are.</param>
    /// <param name="planned">Those that did not just begin before anything planned them.</param>
    private void Expected(HashSet<RunId> runs, HashSet<RunId> planned)
    {
        HashSet<RunId> possible = [.. _record.Published.SelectMany(one => one.Company.Meetings()).Select(IdOf)];
        SimFailure.Unless("R4", runs.IsSubsetOf(possible), $"there are runs for {string.Join(", ", runs.Except(possible))}, which nobody has to meet for");
        foreach ((DateTimeOffset told, DateTimeOffset ended, int from, int to) in _record.Ticks.Where(tick => tick.From == tick.To))
        {
            foreach (SimMeeting meeting in _record.SeenAt(from).Meetings().Where(one => ended < one.StartsAt && told > one.StartsAt - _profile.Lead && !_record.SeenAt(from).Left(one.Rep)))
            {
                SimFailure.Unless("R1", planned.Contains(IdOf(meeting)), $"there is no run for {meeting.Manager} and {meeting.Rep} although a planner came by at {told:u}");
            }
        }
    }

    /// <summary>R21, R15: one snapshot in the pair, and the findings are those that it gives.</summary>
    private async Task PairAsync(Run run)
    {
        BriefPair pair = await sim.Raw.Runs.ReadPairAsync(run.Id, CancellationToken.None) ?? throw new SimFailure("R1", $"{run.Id} has no pair");
        List<string> possible = await SimBooks.FindingsAsync(_record.Published.Select(one => one.Company), run, pair, sim.Settings);
        string found = Json.Text(pair.Facts.Findings.Select(finding => Json.Text(finding)).Order(StringComparer.Ordinal));
        SimFailure.Unless("R21", possible.Contains(found), $"{run.Id} has findings that its snapshot {pair.Facts.SnapshotId} does not give: {found}, but {string.Join(" or ", possible)}");
        DateTimeOffset at = _record.Composed[run.Id].At;
        SimFailure.Unless("R20", run.Missing.IsEmpty || _profile.WrongClocks || at >= run.DeadlineAt, $"{run.Id} went out at {at:u} without {string.Join(", ", run.Missing)}, before its deadline {run.DeadlineAt:u}");
        DateTimeOffset latest = (run.DeadlineAt > _profile.CalmAt ? run.DeadlineAt : _profile.CalmAt) + _profile.LongestDelay + TimeSpan.FromMinutes(30);
        SimFailure.Unless("R20", at <= latest || _profile.WrongClocks, $"{run.Id} was composed at {at:u} only, its deadline being {run.DeadlineAt:u}");
        SimFailure.Unless("R20", run.Missing.IsEmpty || _record.Rough(run.Id) > 0, $"{run.Id} lacks {string.Join(", ", run.Missing)}, and nothing had gone wrong");
    }

    /// <summary>
    /// R5: each change of a one-on-one whose brief is out is told by one notice. Once planners have had the time, what the ledger says
    /// is what the CRM says, and who was last told otherwise has a notice that could not be sent.
    /// </summary>
    private void Told(RunSummary run, RunSummary[] notices)
    {
        int[] numbers = [.. notices.Select(one => one.Run.Notice!.Number).Order()];
        SimFailure.Unless("R5", numbers.SequenceEqual(Enumerable.Range(1, numbers.Length)) && numbers.Length - run.Run.Changes is 0 or 1, $"{run.Run.Id} was changed {run.Run.Changes} times and has the notices {string.Join(", ", numbers)}");
        if (run.Run.MissedAt is not null || _profile.WrongClocks || !run.Deliveries.Any(half => half.State == DeliveryState.Sent))
        {
            return;
        }

        SimCompany crm = _record.SeenAt(_record.Published.Count);
        SimMeeting? meeting = crm.Meetings().FirstOrDefault(one => IdOf(one) == run.Run.Id);
        if (meeting is null && !(crm.IsCancelled(run.Run.Rep) && crm.BossOfRob == run.Run.Manager))
        {
            return; // The pair is no more.
        }

        DateTimeOffset[] times = [run.Run.StartsAt, .. notices.Select(one => one.Run.Notice!.Before), .. meeting is null ? [] : new[] { meeting.StartsAt }];
        DateTimeOffset calm = _profile.CalmAt + _profile.LongestDelay + TimeSpan.FromHours(1);
        if (_record.Ticks.Count(tick => tick.From == _record.Published.Count && tick.Told > calm && tick.Ended < times.Min()) < 3)
        {
            return;
        }

        SimFailure.Unless("R5", meeting is null ? run.Run.Cancelled : !run.Run.Cancelled && run.Run.StartsAt == meeting.StartsAt, $"{run.Run.Id} is at {run.Run.StartsAt:u}{(run.Run.Cancelled ? ", cancelled" : "")} by the ledger, and {meeting?.StartsAt.ToString("u") ?? "cancelled"} by the CRM");
        string now = run.Run.Cancelled ? "STATUS:CANCELLED" : $"DTSTART:{run.Run.StartsAt:yyyyMMdd'T'HHmmss}Z";
        // Where a person said that it went out, nothing need have been posted.
        foreach (Delivery half in run.Deliveries.Where(half => half.State == DeliveryState.Sent && sim.Mail.Accepted.Any(one => one.Key == half.BriefKey)))
        {
            string[] keys = [half.BriefKey, .. notices.Select(one => Delivery.KeyOf(one.Run.Id, half.Audience))];
            bool knows = sim.Mail.Posts.Where(one => keys.Contains(one.Key)).Any(one => one.Mail.Calendar!.Text.Contains(now, StringComparison.Ordinal));
            bool barred = notices.SelectMany(one => one.Deliveries).Any(one => one.Audience == half.Audience && one.State is not DeliveryState.Sent);
            SimFailure.Unless("R5", knows || barred, $"{half.BriefKey} was sent, nobody told that {now}, and nothing kept them from it");
        }
    }

    /// <summary>R1, R3: a final state, and one that the world's record bears out.</summary>
    private void Final(Run run, Delivery delivery)
    {
        string key = delivery.BriefKey;
        int accepted = sim.Mail.Accepted.Count(one => one.Key == key);
        List<(Delivery Delivery, SimActor Actor, DateTimeOffset At)> history = [.. _record.Of(key)];
        SimFailure.Unless("R1", delivery.IsTerminal, $"{key} stays {delivery.State}");
        bool holds = delivery.State switch
        {
            DeliveryState.Sent => accepted > 0 || history[^1].Actor.IsPerson,
            DeliveryState.Held => history.Exists(one => one.Delivery.State == DeliveryState.Unknown) && !sim.Mail.Told.Contains(key),
            DeliveryState.Expired => _profile.WrongClocks || history[^1].At >= delivery.StartsAt,
            DeliveryState.Refused => IsRight(run, delivery, key),
            _ => false,
        };
        SimFailure.Unless("R1", holds, $"{key} is {delivery.State} ({delivery.Code}), accepted {accepted} times, and nothing in the world is the reason");
        SimFailure.Unless("R3", !sim.Mail.Told.Contains(key) || delivery.State == DeliveryState.Sent, $"{key} is {delivery.State} although the provider told that it had accepted it");
        SimFailure.Unless("R3", accepted == 0 || _profile.Provider != SimProvider.Tells || delivery.State == DeliveryState.Sent || _record.Resent(key) > 0, $"{key} is {delivery.State} although the provider says that it has accepted it");
    }

    private bool IsRight(Run run, Delivery delivery, string key) => delivery.Code switch
    {
        "manager-changed" => _record.Published.Exists(one => run.Rep == SimCompany.Rob && one.Company.BossOfRob != run.Manager),
        "left-the-company" => _record.Published.Exists(one => one.Company.Left(delivery.To)),
        "one-on-one-cancelled" => _record.Published.Exists(one => one.Company.IsCancelled(run.Rep)),
        "superseded" => run.Notice is { } notice && notice.Number < sim.Raw.Runs.ReadAsync(notice.Of, CancellationToken.None).GetAwaiter().GetResult()!.Run.Value.Changes,
        "no-address" => _record.Published.Exists(one => one.Company.AddressOf(delivery.To) is null),
        _ => sim.Mail.Answers.Contains((key, PostOutcome.Refused)),
    };

    /// <summary>R2: how often the provider accepted it.</summary>
    private void Counted(Delivery delivery)
    {
        string key = delivery.BriefKey;
        int accepted = sim.Mail.Accepted.Count(one => one.Key == key);
        bool unknown = _record.Of(key).Any(one => one.Delivery.State == DeliveryState.Unknown);
        int allowed = 1 + (_profile.Policy == UnknownPolicy.ResendOnce && unknown ? 1 : 0) + _record.Resent(key);
        SimFailure.Unless("R2", accepted <= allowed, $"{key} was accepted {accepted} times, where {allowed} is allowed");
        SimFailure.Unless("R2", accepted <= 1 || delivery.PossibleDuplicate, $"{key} was accepted {accepted} times and is not marked as a possible duplicate");
        if (_record.Published.TrueForAll(one => one.Company.ChangesFiguresOnly))
        {
            SimFailure.Unless("R15", sim.Mail.Posts.Where(one => one.Key == key).Select(one => one.Mail).Distinct().Count() <= 1, $"{key} was posted with different bytes");
        }
    }

    /// <summary>Where the world was calm for long enough before the one-on-one, the brief was sent, unless something said no.</summary>
    private void Alive(Run run, Delivery delivery)
    {
        DateTimeOffset needed = _profile.CalmAt + _profile.LongestDelay + TimeSpan.FromHours(3);
        if (delivery.StartsAt < needed || run.PlannedAt > delivery.StartsAt - TimeSpan.FromHours(3) || _profile.WrongClocks)
        {
            return;
        }

        SimFailure.Unless("R1", delivery.State != DeliveryState.Expired, $"{delivery.BriefKey} is {delivery.State}, and the world was calm from {_profile.CalmAt:u}");
    }

    private static RunId IdOf(SimMeeting meeting) => RunId.Of(meeting.Manager, meeting.Rep, meeting.Id, meeting.On);
}
