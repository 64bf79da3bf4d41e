using System.Text.Json.Serialization;
using OneOnOne.Crm;
using OneOnOne.Pipeline;

namespace OneOnOne.Privacy;

/// <summary>That somebody read, or was refused, something about a person. Ids only; never a name, an address or what was read.</summary>
/// <param name="Whose">The person who was read about.</param>
public sealed record AuditRecord(Reader By, PersonId Whose, AuditedThing What, DateTimeOffset At)
{
    public int Schema { get; init; } = 1;

    /// <summary>Of a run; null for everything else.</summary>
    public RunId? Run { get; init; }

    /// <summary>True: they asked and got 403.</summary>
    public bool Refused { get; init; }

    /// <summary>Tells it from what the same reader reads of the same person at the same instant.</summary>
    [JsonIgnore]
    internal string Key => string.Join(' ', What, Run?.Value ?? "-", Refused ? "refused" : "read");
}

/// <param name="Id">The CRM's id of a person, or the directory's object id; null for whoever is on this machine.</param>
public sealed record Reader(ReaderKind Kind, string? Id)
{
    public override string ToString() => Kind == ReaderKind.Machine ? "this machine" : $"{(Kind == ReaderKind.Person ? "person" : "account")} {Id}";
}

[JsonConverter(typeof(JsonStringEnumConverter<ReaderKind>))]
public enum ReaderKind
{
    Person,

    /// <summary>An account of the directory that is nobody in the CRM.</summary>
    Account,

    /// <summary>Whoever uses a laptop's `serve`.</summary>
    Machine,
}

[JsonConverter(typeof(JsonStringEnumConverter<AuditedThing>))]
public enum AuditedThing
{
    RepHalf,
    ManagerHalf,
    Findings,
    Journal,

    /// <summary>Written to by a form that a link opened, with nobody signed in: whoever held the link.</summary>
    JournalByLink,
    Run,
    AuditLog,

    /// <summary>All that is stored about the person.</summary>
    Everything,

    /// <summary>One deal's history, with what the journal says of it.</summary>
    Deal,

    /// <summary>What they did and what became of their deals, week by week.</summary>
    Weeks,
}
