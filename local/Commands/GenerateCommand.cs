using System.Globalization;
using OneOnOne.Local.Generation;

namespace OneOnOne.Local.Commands;

internal static class GenerateCommand
{
    public static async Task<int> RunAsync(
        int reps, int weeks, int seed, string output, DateOnly? until, int? opportunities, int? activities, bool stories, Terminal terminal, CancellationToken cancellation)
    {
        GeneratorOptions options = new(reps, weeks, seed, output, until ?? GeneratorOptions.DefaultUntil) { Stories = stories };
        options = options with
        {
            OpportunitiesPerRep = opportunities ?? options.OpportunitiesPerRep,
            ActivitiesPerOpportunity = activities ?? options.ActivitiesPerOpportunity,
        };
        GeneratedCompany company = await Company.GenerateAsync(options, cancellation);
        foreach (GeneratedSnapshot snapshot in company.Snapshots)
        {
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{snapshot.Folder}: {string.Join(", ", snapshot.Rows.Select(file => string.Create(CultureInfo.InvariantCulture, $"{file.Key} {file.Value:N0}")))}"));
        }

        return 0;
    }
}
