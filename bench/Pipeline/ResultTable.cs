using System.Globalization;
using System.Text;

namespace OneOnOne.Bench.Pipeline;

/// <summary>What was measured, as a Markdown table.</summary>
internal static class ResultTable
{
    public static string Of(IReadOnlyList<Measured> all)
    {
        StringBuilder table = new("\n| step | items | s | CPU s | CPU ms each | items/s | peak MB | written MB | database MB | |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|---|\n");
        foreach (Measured one in all)
        {
            table.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {one.Step} | {one.Items:N0} {one.Unit} | {one.Seconds:0.00} | {one.CpuSeconds:0.00} | {one.CpuMsEach:0.###} | {one.PerSecond:N0} | {one.PeakMb:N0} | {one.WrittenMb:N1} | {one.DatabaseMb:N1} | {string.Join("; ", Remarks(one))} |");
        }

        return table.ToString();
    }

    private static IEnumerable<string> Remarks(Measured one)
    {
        if (one.Documents is { } documents)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{documents:N0} documents written");
        }

        if (one.ShareOfFirst is { } share)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.#} % of the first ingest's time");
        }

        if (one.Note is { } note)
        {
            yield return note;
        }

        if (one.MedianMs is { } median)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"median {median:0.00} ms, 95 % within {one.Percentile95Ms:0.00} ms");
        }
    }
}
