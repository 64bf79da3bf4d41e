using OneOnOne.Meetings;

namespace OneOnOne.Local.Generation;

internal sealed record Person(string Id, string Name, string Email, string? ManagerId, string TimeZone, bool Active = true);

internal sealed record Rep(int Number, Person Person, Habits Habits, WorkClock Clock, decimal QuarterlyQuota, Meeting Meeting)
{
    public string Id => Person.Id;
}

/// <param name="NextOn">The first occurrence after the last snapshot.</param>
internal sealed record Meeting(string Id, string ManagerId, string RepId, Cadence Cadence, DateOnly FirstOn, TimeOnly At, string TimeZone, int Minutes, DateOnly NextOn);

/// <param name="MovedTo">Local to the meeting; null is cancelled.</param>
internal sealed record MeetingException(string MeetingId, DateOnly OccurrenceOn, DateTime? MovedTo, string Cause);

/// <summary>Who works here: one head of sales, managers with their teams, and their standing meetings.</summary>
internal sealed class Roster
{
    /// <summary>Two zones per team, in turn.</summary>
    private static readonly string[][] TeamZones =
        [["America/New_York", "America/Chicago"], ["Europe/London", "Europe/Berlin"], ["Europe/Berlin", "America/New_York"]];

    private readonly HashSet<string> _addresses = new(StringComparer.Ordinal);

    private Roster()
    {
    }

    public List<Person> People { get; } = [];

    public List<Rep> Reps { get; } = [];

    public static Roster Hire(GeneratorOptions options)
    {
        Roster roster = new();
        SplitMix random = SplitMix.Stream(options.Seed, 0);
        Dictionary<string, WorkClock> clocks = TeamZones.SelectMany(zones => zones).Distinct(StringComparer.Ordinal)
            .ToDictionary(zone => zone, zone => new WorkClock(zone, options.Until.AddDays(-900), options.Until.AddDays(200)), StringComparer.Ordinal);
        Person head = roster.Add("vp-1", null, TeamZones[0][0], random);
        for (int first = 0, team = 0; first < options.Reps; first += options.TeamSize, team++)
        {
            string[] zones = TeamZones[team % TeamZones.Length];
            Person manager = roster.Add(FormattableString.Invariant($"mgr-{team + 1}"), head.Id, zones[0], random);
            for (int index = first; index < Math.Min(first + options.TeamSize, options.Reps); index++)
            {
                Person person = roster.Add(FormattableString.Invariant($"rep-{index + 1:00}"), manager.Id, zones[index % 2], random);
                Habits habits = Habits.Of(index);
                decimal quota = random.Between(22, 32) * options.OpportunitiesPerRep / 38 * 5_000m * (habits == Habits.New ? 0.5m : 1);
                Meeting meeting = MeetingPlan.For(index, person, habits, options.Until, random);
                roster.Reps.Add(new Rep(index + 1, person, habits, clocks[person.TimeZone], quota, meeting));
            }
        }

        return roster;
    }

    private Person Add(string id, string? manager, string zone, SplitMix random)
    {
        (string first, string last) = Names.Draw(random);
        string address = $"{Names.ForAddress(first)}.{Names.ForAddress(last)}";
        string unique = address;
        for (int n = 2; !_addresses.Add(unique); n++)
        {
            unique = FormattableString.Invariant($"{address}{n}");
        }

        Person person = new(id, $"{first} {last}", $"{unique}@example.com", manager, zone);
        People.Add(person);
        return person;
    }
}
