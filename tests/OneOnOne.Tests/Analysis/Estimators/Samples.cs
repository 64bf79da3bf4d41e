using OneOnOne.Analysis.Estimators;
using OneOnOne.Crm;

namespace OneOnOne.Tests.Analysis.Estimators;

/// <summary>Spells of the reference tables, and drawn ones.</summary>
internal static class Samples
{
    /// <param name="repeated">Each row as often as its count says, instead of once with that weight.</param>
    public static Dictionary<string, Spell[]> Read(string table, bool repeated) => Reference.Table(table + ".input.csv")
        .GroupBy(row => row.Text("group"))
        .ToDictionary(group => group.Key, group => group.SelectMany(row => Rows(row, repeated)).ToArray());

    /// <summary>Whole days with many ties, time 0, weights 1 to 3, some entered too late.</summary>
    public static Spell[] Spells(Random random, int count, bool late) =>
        [.. Enumerable.Range(0, count).Select(_ => new Spell(random.Next(0, 25), random.Next(3) > 0, late ? Math.Max(0, random.Next(-10, 15)) : 0, random.Next(1, 4)))];

    public static OutcomeSpell[] Outcomes(Random random, int count, bool late) =>
        [.. Spells(random, count, late).Select(one => new OutcomeSpell(one.Time, one.Ended ? random.Next(2) == 0 ? Outcome.Won : Outcome.Lost : Outcome.Open, one.Entry, one.Weight))];

    public static double Exponential(Random random, double rate) => -Math.Log(1 - random.NextDouble()) / rate;

    private static IEnumerable<Spell> Rows(Reference.Row row, bool repeated)
    {
        Spell spell = new(row.Number("time"), row.Number("event") > 0, row.Number("entry", 0), row.Number("count"));
        return repeated ? Enumerable.Repeat(spell with { Weight = 1 }, (int)spell.Weight) : [spell];
    }
}
