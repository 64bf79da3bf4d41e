using System.Globalization;
using System.Text;
using OneOnOne.Ingest.Csv;
using OneOnOne.Ingest.Csv.Mapping;
using JsonNode = System.Text.Json.Nodes.JsonNode;

namespace OneOnOne.Bench.Pipeline;

/// <summary>Copies an export to where the bench may change it: the product's own format, or the stated workload's.</summary>
internal static class Export
{
    private const string People = "people.csv";
    private const string Reps = "reps.csv";

    /// <summary>The product mails nobody whose address it does not know, so the stated workload gets people with addresses, and its teams managers.</summary>
    /// <exception cref="UserErrorException">The folder holds neither.</exception>
    public static async Task<Workplace> CopyAsync(string folder, string root, CancellationToken cancellation)
    {
        bool isOurs = File.Exists(Path.Combine(folder, People));
        if (!isOurs && !File.Exists(Path.Combine(folder, Reps)))
        {
            throw new UserErrorException($"{folder} has neither {People} (what `generate` makes: name the folder of one snapshot) nor {Reps} (the stated workload).");
        }

        Workplace place = new(root, isOurs ? TakenAt(folder) : SpecBench.AsOf);
        Directory.CreateDirectory(place.Export);
        foreach (string file in Directory.EnumerateFiles(folder).Where(file => isOurs || Path.GetFileName(file) != Reps))
        {
            cancellation.ThrowIfCancellationRequested();
            File.Copy(file, Path.Combine(place.Export, Path.GetFileName(file)));
        }

        if (!isOurs)
        {
            await WritePeopleAsync(Path.Combine(folder, Reps), Path.Combine(place.Export, People), cancellation);
            JsonNode mapping = JsonNode.Parse(await File.ReadAllTextAsync(SpecBench.Mapping, cancellation))!;
            mapping["tables"]!.AsObject().Remove("people"); // They stand in people.csv now, under the canonical names.
            await File.WriteAllTextAsync(place.MappingFile, mapping.ToJsonString(), cancellation);
        }

        return place;
    }

    private static DateTimeOffset TakenAt(string folder) =>
        SnapshotFile.Read(Path.Combine(folder, SnapshotFile.Name), CsvMapping.None).TakenAt ?? throw new UserErrorException($"{folder} has no {SnapshotFile.Name} that says when it was taken.");

    private static async Task WritePeopleAsync(string reps, string people, CancellationToken cancellation)
    {
        StringBuilder text = new("person_id,name,email,manager_id\n");
        HashSet<string> teams = new(StringComparer.Ordinal);
        await foreach (Dictionary<string, string> rep in CsvRows.ReadAsync(reps, cancellation))
        {
            teams.Add(rep["team_id"]);
            Add(rep["rep_id"], rep["rep_name"], rep["team_id"]);
        }

        foreach (string team in teams.Order(StringComparer.Ordinal))
        {
            Add(team, $"Manager of {team}", manager: "");
        }

        await File.WriteAllTextAsync(people, text.ToString(), cancellation);

        void Add(string id, string name, string manager) => text.Append(CultureInfo.InvariantCulture, $"{id},{name},{id.ToLowerInvariant()}@example.com,{manager}\n");
    }
}
