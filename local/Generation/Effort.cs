namespace OneOnOne.Local.Generation;

/// <summary>Calls, e-mails, meetings and tasks: what was done, and what was in the calendar at the time.</summary>
internal sealed class Effort(GeneratorOptions options, Numbers numbers)
{
    /// <summary>Workdays that a deal lives on average: it turns activities per deal into a daily rate.</summary>
    private const double LifeInWorkdays = 42;

    private static readonly string[][] Kinds =
    [
        ["call", "email", "email", "task"],
        ["call", "email", "email", "meeting"],
        ["call", "meeting", "email", "task"],
        ["call", "meeting", "email", "email"],
        ["call", "meeting", "email", "task"],
        ["call", "email", "task", "meeting"],
    ];

    /// <summary>Nobody books further ahead, so nothing later can show in the last snapshot.</summary>
    private const int BookingWorkdays = 9;

    public void Spend(Deal deal, Rep rep, List<DateTime> dark, SplitMix random)
    {
        DateTime stop = options.Until.AddDays(20).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        double rate = options.ActivitiesPerOpportunity / LifeInWorkdays * rep.Habits.Effort;
        double zeroChance = SplitMix.Exp(-rate);
        deal.Touches.Add(new Touch(numbers.NextTouch(), rep.Id, "call", deal.CreatedAt, deal.CreatedAt));
        for (int i = 0; i < deal.Visits.Count && !(deal.Visits[i].At > stop); i++)
        {
            Visit visit = deal.Visits[i];
            if (visit.IsClosing)
            {
                continue;
            }

            DateTime end = i + 1 < deal.Visits.Count ? deal.Visits[i + 1].At : stop;
            bool closes = i + 1 < deal.Visits.Count && deal.Visits[i + 1].IsClosing;
            if (rep.Habits.BooksNext)
            {
                Chain(deal, visit, rep, end < stop ? end : stop, closes, rate, random);
            }
            else
            {
                int asleep = dark.FindIndex(at => at > visit.At && at < end);
                Scatter(deal, visit, rep, asleep >= 0 ? dark[asleep] : end < stop ? end : stop, closes && asleep < 0, zeroChance, random);
            }
        }
    }

    public List<Touch> Loose(Rep rep, SplitMix random)
    {
        List<Touch> touches = [];
        for (DateOnly day = options.Until.AddDays(-90); day <= options.Until; day = day.AddDays(1))
        {
            if (WorkClock.IsWorkday(day) && random.Chance(0.15 * rep.Habits.Effort))
            {
                DateTime at = rep.Clock.At(day, random);
                touches.Add(new Touch(numbers.NextTouch(), rep.Id, random.Pick(Kinds[0]), at, at));
            }
        }

        return touches;
    }

    private void Scatter(Deal deal, Visit visit, Rep rep, DateTime end, bool closes, double zeroChance, SplitMix random)
    {
        int before = deal.Visits.IndexOf(visit) - 1;
        DateTime earliest = before >= 0 && deal.Visits[before].IsClosing ? visit.At : deal.CreatedAt;
        // What was booked before a deal closed stands in the calendar until it does.
        DateOnly last = closes ? WorkClock.AddWorkdays(WorkClock.Day(end), BookingWorkdays) : WorkClock.Day(end);
        for (DateOnly day = WorkClock.Day(visit.At); day <= last; day = day.AddDays(1))
        {
            if (!WorkClock.IsWorkday(day))
            {
                continue;
            }

            for (int left = random.Poisson(zeroChance); left > 0; left--)
            {
                DateTime at = rep.Clock.At(day, random);
                string kind = random.Pick(Kinds[visit.Stage]);
                DateTime booked = kind == "email" || random.Chance(0.15)
                    ? at
                    : rep.Clock.At(WorkClock.AddWorkdays(day, -random.Between(1, BookingWorkdays)), random);
                booked = booked < earliest ? earliest : booked;
                if (at > visit.At && booked < end && (closes || at < end))
                {
                    deal.Touches.Add(new Touch(numbers.NextTouch(), By(rep, kind, random), kind, booked, at, booked == at || random.Chance(0.97)));
                }
            }
        }
    }

    /// <summary>Every conversation ends with the next one booked, across stages too.</summary>
    private void Chain(Deal deal, Visit visit, Rep rep, DateTime end, bool closes, double rate, SplitMix random)
    {
        int widest = Math.Clamp((int)(2 / Math.Max(rate, 0.01)) - 1, 1, 6);
        DateTime booked = visit.At;
        while (booked < end)
        {
            DateTime at = rep.Clock.At(WorkClock.AddWorkdays(WorkClock.Day(booked), random.Between(1, widest)), random);
            if (at >= end && !closes)
            {
                // The step into the next stage is the conversation that was booked.
                at = end;
            }

            string kind = random.Pick(Kinds[visit.Stage]);
            deal.Touches.Add(new Touch(numbers.NextTouch(), By(rep, kind, random), kind, booked, at));
            booked = at;
        }
    }

    private static string By(Rep rep, string kind, SplitMix random) =>
        kind == "meeting" && random.Chance(0.08) ? rep.Person.ManagerId! : rep.Id;
}
