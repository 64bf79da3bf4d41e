using System.Text.Json;
using OneOnOne.Ingest.Connect;

namespace OneOnOne.Ingest.HubSpot;

/// <summary>What the token may not read, of what goes without.</summary>
internal static class HubSpotLack
{
    private const string State = "lacks";

    public static IEnumerable<string> Kinds(Mirror mirror) => Scopes(mirror).Keys;

    /// <param name="scopes">By kind, the scopes without which it was not read.</param>
    public static void Write(MirrorWrite write, IReadOnlyDictionary<string, string> scopes) => write.Set(State, JsonSerializer.Serialize(scopes));

    /// <summary>A line for each kind: what is missing, and what that costs.</summary>
    public static IEnumerable<string> Remarks(Mirror mirror) => Scopes(mirror).Select(lack => $"{HubSpotKind.NameOf(lack.Key)} were not read. {Grant(lack.Value)} {Consequence(lack.Key)}");

    public static string Grant(string scopes) => scopes.Length == 0 ? "The token may not read them." : $"The token lacks {scopes}.";

    public static string Consequence(string kind) => kind switch
    {
        HubSpotKind.Goals => "There are no quotas in briefs.",
        HubSpotKind.Companies => "Deals stand without the name of their account.",
        _ => $"What is done by {kind} is not seen; the deals' own dates of contact stand in.",
    };

    private static SortedDictionary<string, string> Scopes(Mirror mirror) =>
        mirror.State(State) is { } text ? JsonSerializer.Deserialize<SortedDictionary<string, string>>(text)! : [];
}
