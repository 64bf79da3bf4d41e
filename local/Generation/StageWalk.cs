namespace OneOnOne.Local.Generation;

/// <summary>Walks a deal through the stages: mostly forward, now and then back, skipping one, lost, or lost and found again.</summary>
internal static class StageWalk
{
    private static readonly double[] MedianDays = [7, 9, 13, 15, 11, 6];
    private static readonly double[] LossChance = [0.09, 0.12, 0.10, 0.10, 0.07, 0.03];

    /// <returns>When the deal went dark, if it did: from then on nobody works on it in that stage.</returns>
    public static List<DateTime> Walk(Deal deal, Rep rep, DateTime horizon, SplitMix random)
    {
        List<DateTime> dark = [];
        double pace = rep.Habits.Pace * random.LogNormal(1, 0.25);
        DateTime at = deal.CreatedAt;
        for (int stage = 0; stage < Pipeline.Won && at < horizon; stage++)
        {
            deal.Visits.Add(new Visit(stage, at, NextStep(stage, random)));
            double days = random.LogNormal(MedianDays[stage] * pace, 0.45);
            bool goesDark = random.Chance(rep.Habits.Neglect);
            if (goesDark)
            {
                dark.Add(rep.Clock.After(at, days / 2, random));
                days *= random.Between(2.5, 5.0);
            }

            at = rep.Clock.After(at, days, random);
            if (random.Chance(LossChance[stage] * rep.Habits.Loses * (goesDark ? 4 : 1)))
            {
                deal.Visits.Add(new Visit(Pipeline.Lost, at, null));
                if (!random.Chance(0.04))
                {
                    return dark;
                }

                at = rep.Clock.After(at, random.Between(20.0, 90.0), random);
                stage = Pipeline.Discovery - 1;
                continue;
            }

            stage += random.Unit() switch
            {
                < 0.03 when stage >= Pipeline.Discovery => -2,
                > 0.97 when stage < Pipeline.Contract => 1,
                _ => 0,
            };
        }

        if (at < horizon)
        {
            deal.Visits.Add(new Visit(Pipeline.Won, at, null));
        }

        return dark;
    }

    private static string? NextStep(int stage, SplitMix random) =>
        random.Chance(0.25) ? null : random.Pick(Catalogue.NextSteps[stage]);
}
