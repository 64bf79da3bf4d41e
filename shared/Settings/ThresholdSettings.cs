using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using OneOnOne.Analysis;
using OneOnOne.Crm;

namespace OneOnOne.Settings;

/// <summary>Reads Thresholds__*, Thresholds__Stages__(stage)__* and Thresholds__Teams__(manager)__*, the most specific last.</summary>
internal static class ThresholdSettings
{
    public const string Section = "Thresholds";
    public const string Stages = "Stages";
    public const string Teams = "Teams";

    public static ImmutableArray<Setting<Thresholds>> All { get; } =
    [
        new("StallBusinessDays", "10", "a whole number from 1 to 365", "Business days without completed activity after which an open opportunity is stalled.",
            Values.Whole<Thresholds>(1, 365, (all, value) => all with { StallBusinessDays = value })),
        new("StallDespiteNextActivity", "false", "true or false", "Whether a quiet opportunity is a stall even though its next activity is booked.",
            Values.YesNo<Thresholds>((all, value) => all with { StallDespiteNextActivity = value })),
        new("StallWithoutNextActivity", "true", "true or false", "Whether an open opportunity without a booked next activity is a stall of its own.",
            Values.YesNo<Thresholds>((all, value) => all with { StallWithoutNextActivity = value })),
        new("SlipCount", "2", "a whole number from 1 to 100", "Pushes of the close date from which an opportunity is slipping.",
            Values.Whole<Thresholds>(1, 100, (all, value) => all with { SlipCount = value })),
        new("SlipDays", "30", "a whole number from 1 to 3650", "Days of pushes, added up, from which an opportunity is slipping.",
            Values.Whole<Thresholds>(1, 3650, (all, value) => all with { SlipDays = value })),
        new("OutlierPercentile", "0.90", "a number from 0.5 to 0.99, with a decimal point", "Share of won visits that the present visit must outlast to be a stage outlier.",
            Values.Share<Thresholds>(0.5, 0.99, (all, value) => all with { OutlierPercentile = value })),
        new("MinimumWonVisits", "8", "a whole number from 1 to 1000", "Won visits that a rung of the ladder (rep, team, company) needs before it is believed.",
            Values.Whole<Thresholds>(1, 1000, (all, value) => all with { MinimumWonVisits = value })),
        new("OutlierDefaultDays", "", "a whole number from 1 to 3650", "Days in a stage that are too many where no rung has enough won visits. Not set: then nothing is said.",
            Values.Whole<Thresholds>(1, 3650, (all, value) => all with { OutlierDefaultDays = value })),
    ];

    public static ThresholdSource Read(IConfiguration configuration)
    {
        IConfigurationSection section = configuration.GetSection(Section);
        ThresholdSource company = Read(section, ThresholdSource.Defaults);
        return company with
        {
            Teams = section.GetSection(Teams).GetChildren().ToImmutableDictionary(team => new PersonId(team.Key), team => Read(team, company)),
            Entries = [.. section.AsEnumerable().Where(entry => entry.Value is not null)],
        };
    }

    /// <summary>What is set here, over what holds already; a stage inherits first from this level's base, then keeps what the outer level set for it.</summary>
    private static ThresholdSource Read(IConfigurationSection section, ThresholdSource outer)
    {
        SourcedThresholds Own(SourcedThresholds start) => Apply(section, start, key => Is(key, Stages) || (section.Path == Section && Is(key, Teams)));
        ImmutableDictionary<string, SourcedThresholds>.Builder stages = outer.Stages.ToBuilder();
        foreach (string stage in outer.Stages.Keys)
        {
            stages[stage] = Own(outer.Stages[stage]);
        }

        SourcedThresholds common = Own(outer.Base);
        foreach (IConfigurationSection stage in section.GetSection(Stages).GetChildren())
        {
            stages[stage.Key] = Apply(stage, stages.GetValueOrDefault(stage.Key, common));
        }

        return outer with { Base = common, Stages = stages.ToImmutable() };
    }

    private static SourcedThresholds Apply(IConfigurationSection section, SourcedThresholds start, Func<string, bool>? leave = null) =>
        Values.Leaves(section, All, leave).Aggregate(start, (all, leaf) => new SourcedThresholds(
            leaf.Setting.Set(all.Values, leaf.Path, leaf.Value),
            all.SetBy.SetItem(leaf.Setting.Key, Values.NameOf(leaf.Path))));

    private static bool Is(string key, string name) => key.Equals(name, StringComparison.OrdinalIgnoreCase);
}
