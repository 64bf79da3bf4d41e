using System.Globalization;

namespace OneOnOne.Tests.Analysis.Estimators;

/// <summary>Reads the tables of Reference/ and says when a number is the table's.</summary>
internal static class Reference
{
    /// <summary>Of the value; what is below <see cref="Nothing"/> is rounding.</summary>
    private const double Precision = 1e-9;
    private const double Nothing = 1e-14;

    public static Row[] Table(string file)
    {
        string[] lines = File.ReadAllLines(Repository.File("tests", "OneOnOne.Tests", "Analysis", "Estimators", "Reference", file));
        string[] names = lines[0].Split(',');
        return [.. lines.Skip(1).Select(line => new Row(file, names, line.Split(',')))];
    }

    public static void Same(double? expected, double? actual, string what, double precision = Precision)
    {
        bool same = expected is { } number ? actual is { } got && Math.Abs(got - number) <= Math.Max(Nothing, Math.Abs(number) * precision) : actual is null;
        Assert.True(same, string.Create(CultureInfo.InvariantCulture, $"{what}: {actual?.ToString("R", CultureInfo.InvariantCulture) ?? "none"} instead of {expected?.ToString("R", CultureInfo.InvariantCulture) ?? "none"}"));
    }

    internal sealed record Row(string File, string[] Names, string[] Values)
    {
        public string Text(string name) => Values[Array.IndexOf(Names, name) is var at and >= 0 ? at : throw new InvalidOperationException($"{File} has no {name}")];

        public double? Maybe(string name) => Text(name) is "" or "NaN" ? null : double.Parse(Text(name), CultureInfo.InvariantCulture);

        public double Number(string name) => Maybe(name)!.Value;

        public double Number(string name, double otherwise) => Names.Contains(name) ? Number(name) : otherwise;

        public void Holds(string name, double? actual) => Same(Maybe(name), actual, $"{File} {string.Join(',', Values)}: {name}");
    }
}
