using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using OneOnOne.Crm;
using OneOnOne.Pipeline;

namespace OneOnOne.Privacy;

/// <summary>
/// Says that somebody was forgotten, so that the next export does not bring them back. Once the erasure is done it holds no more than a
/// hash of the CRM's id; until then also what has to be erased, so that a crash midway can be made good.
/// </summary>
/// <param name="Mark">By <see cref="MarkOf"/>.</param>
public sealed record Tombstone(string Mark, DateTimeOffset At)
{
    public int Schema { get; init; } = 1;

    /// <summary>Null once nothing is left to erase.</summary>
    public PersonId? Person { get; init; }

    /// <summary>The runs that were about them: gone from the ledger, but a step that was under way may still write to one.</summary>
    public ImmutableArray<RunId>? Runs { get; init; }

    /// <summary>How often the books were published without them. An ingest that saw another number has read too early.</summary>
    public int Passes { get; init; }

    [JsonIgnore]
    public bool IsDone => Person is null;

    /// <summary>A hash: whoever has an id can tell that it was forgotten, and nobody can tell the id from it but by guessing.</summary>
    public static string MarkOf(PersonId person)
    {
        const int Digits = 32;
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("forgotten\n" + person.Value)))[..Digits];
    }

    /// <summary>Stands for them where a record about somebody else has to say that there was somebody.</summary>
    public static string PseudonymOf(PersonId person) => "forgotten-" + MarkOf(person)[..12];
}
