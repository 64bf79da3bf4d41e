namespace OneOnOne.Local.Generation;

/// <summary>Running numbers of what is generated.</summary>
internal sealed class Numbers
{
    private int _deal = 1000;
    private long _touch;

    public string NextDeal() => FormattableString.Invariant($"OPP-{++_deal}");

    public long NextTouch() => ++_touch;
}

/// <summary>All that one rep did: every deal from its first day, most of them begun lately.</summary>
internal sealed class DealMaker(GeneratorOptions options, Numbers numbers)
{
    private readonly DateTime _horizon = options.Until.AddDays(45).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
    private readonly Effort _effort = new(options, numbers);

    public List<Deal> DealsOf(Rep rep)
    {
        SplitMix random = SplitMix.Stream(options.Seed, rep.Number);
        int count = Math.Max(1, (int)(options.OpportunitiesPerRep * rep.Habits.Share * random.Between(0.88, 1.12)));
        List<Deal> deals = new(count);
        for (int i = 0; i < count; i++)
        {
            deals.Add(Make(rep, random));
        }

        return deals;
    }

    /// <summary>Work that belongs to no opportunity: it counts for the person alone.</summary>
    public List<Touch> LooseWorkOf(Rep rep)
    {
        SplitMix random = SplitMix.Stream(options.Seed, -rep.Number);
        return _effort.Loose(rep, random);
    }

    private Deal Make(Rep rep, SplitMix random)
    {
        // More of the deals are young than old: the company grows, and a brief needs open ones.
        double u = random.Unit();
        double age = rep.Habits.TenureDays * u * (0.25 + (0.75 * u));
        DateOnly day = WorkClock.OnWorkday(options.Until.AddDays(-(int)age));
        Product product = random.Pick(Catalogue.Products);
        int units = Catalogue.Units(product, random);
        string account = Catalogue.Account(random);
        Deal deal = new()
        {
            Id = numbers.NextDeal(),
            Owner = rep.Id,
            Name = FormattableString.Invariant($"{account} – {product.Name}, {units} {product.Unit}"),
            Account = account,
            Product = product.Name,
            Amount = Math.Round(units * product.Price / 100) * 100,
            CreatedAt = rep.Clock.At(day, random),
        };
        List<DateTime> dark = StageWalk.Walk(deal, rep, _horizon, random);
        CloseDates.Plan(deal, rep, _horizon, random);
        _effort.Spend(deal, rep, dark, random);
        return deal;
    }
}
