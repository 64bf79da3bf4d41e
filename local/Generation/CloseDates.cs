namespace OneOnOne.Local.Generation;

/// <summary>The expected close date and how it moves: hope first, pushes when the date comes near, a pull when the contract is out.</summary>
internal static class CloseDates
{
    private const double TypicalCycle = 68;

    public static void Plan(Deal deal, Rep rep, DateTime horizon, SplitMix random)
    {
        Habits habits = rep.Habits;
        double hope = TypicalCycle * habits.Pace * habits.Optimism * random.Between(0.8, 1.5);
        DateOnly date = Rounded(WorkClock.Day(deal.CreatedAt).AddDays((int)hope), random);
        deal.FirstCloseDate = date;
        DateTime end = deal.EndsAt ?? horizon;
        DateTime? pull = random.Chance(0.12) ? ContractAt(deal) : null;
        DateTime last = deal.CreatedAt;
        while (true)
        {
            DateTime notices = Notices(date, last, rep, random);
            bool pulls = pull > last && pull < notices && date > WorkClock.Day(pull.Value).AddDays(21);
            DateTime at = pulls ? pull!.Value : notices;
            at = Awake(deal, at);
            if (at >= end)
            {
                return;
            }

            DateOnly to = pulls
                ? WorkClock.OnWorkday(WorkClock.Day(at).AddDays(random.Between(8, 14)))
                : Pushed(date, WorkClock.Day(at), random);
            deal.Moves.Add(new DateMove(at, date, to));
            (date, last) = (to, at);
            pull = pulls ? null : pull;
        }
    }

    private static DateTime Notices(DateOnly date, DateTime last, Rep rep, SplitMix random)
    {
        int lead = random.Between(rep.Habits.NoticesFrom, rep.Habits.NoticesTo);
        int late = random.Chance(2.5 * rep.Habits.Neglect) ? random.Between(8, 25) : 0;
        DateOnly earliest = WorkClock.Day(last).AddDays(3);
        DateOnly wanted = date.AddDays(late - lead);
        return rep.Clock.At(WorkClock.OnWorkday(wanted > earliest ? wanted : earliest), random);
    }

    /// <summary>Nobody moves the date of a lost deal; when it is found again, that is the first thing they do.</summary>
    private static DateTime Awake(Deal deal, DateTime at)
    {
        int visit = deal.Visits.FindLastIndex(visit => visit.At <= at);
        bool sleeps = visit >= 0 && deal.Visits[visit].IsClosing && visit + 1 < deal.Visits.Count;
        return sleeps ? deal.Visits[visit + 1].At.AddMinutes(5) : at;
    }

    /// <summary>A new date lies in the future, whatever the old one was.</summary>
    private static DateOnly Pushed(DateOnly date, DateOnly today, SplitMix random)
    {
        DateOnly from = date > today ? date : today;
        return Rounded(from.AddDays(random.Between(7, 35)), random);
    }

    /// <summary>Half of all dates are "end of the month".</summary>
    private static DateOnly Rounded(DateOnly date, SplitMix random) => random.Chance(0.5)
        ? new DateOnly(date.Year, date.Month, DateTime.DaysInMonth(date.Year, date.Month))
        : WorkClock.OnWorkday(date);

    private static DateTime? ContractAt(Deal deal)
    {
        int at = deal.Visits.FindIndex(visit => visit.Stage == Pipeline.Contract);
        return at < 0 ? null : deal.Visits[at].At.AddMinutes(7);
    }
}
