using System.Text.Json.Serialization;
using OneOnOne.Analysis;
using OneOnOne.Crm;

namespace OneOnOne.Journal;

/// <summary>What an entry says. Each kind is of its own shape; equal contents are equal records.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Commitment), "commitment")]
[JsonDerivedType(typeof(Initiative), "initiative")]
[JsonDerivedType(typeof(Reason), "reason")]
[JsonDerivedType(typeof(Snooze), "snooze")]
[JsonDerivedType(typeof(Lesson), "lesson")]
[JsonDerivedType(typeof(Topic), "topic")]
[JsonDerivedType(typeof(Held), "held")]
[JsonDerivedType(typeof(Note), "note")]
[JsonDerivedType(typeof(Plan), "plan")]
public abstract record EntryContent
{
    public const int LongestText = 500;

    /// <summary>At most <see cref="LongestText"/> characters, as they were written: whoever shows it makes it safe.</summary>
    public required string Text { get; init; }

    /// <summary>The kind's name, as it is stored and as it stands in addresses.</summary>
    [JsonIgnore]
    public string Kind => this switch
    {
        Commitment => "commitment",
        Initiative => "initiative",
        Reason => "reason",
        Snooze => "snooze",
        Lesson => "lesson",
        Topic => "topic",
        Held => "held",
        Note => "note",
        Plan => "plan",
        _ => throw new InvalidOperationException($"A kind of entry without a name: {GetType().Name}"),
    };

    /// <summary>
    /// Nothing of it ever reaches the rep: not the text, not the kind, not that it is there. Whoever reads a journal for somebody asks
    /// this first; <see cref="JournalWriter"/> keeps their ids apart, so that a taken id tells nothing either.
    /// </summary>
    [JsonIgnore]
    public bool ManagerOnly => this is Note or Plan;

    /// <summary>The opportunity that it is about; null for none.</summary>
    [JsonIgnore]
    public OpportunityId? Concerns => this switch
    {
        Commitment commitment => commitment.Opportunity,
        Reason reason => reason.Opportunity,
        Snooze snooze => snooze.Opportunity,
        _ => null,
    };
}

/// <summary>Something that one of the two said they would do. It carries over from one-on-one to one-on-one until it is done or dropped.</summary>
public sealed record Commitment : EntryContent
{
    /// <summary>The rep or the manager by their part, not by name: whoever takes a team over takes over what was promised.</summary>
    public required Side Owner { get; init; }

    public DateOnly? Due { get; init; }

    public OpportunityId? Opportunity { get; init; }
}

/// <summary>A key initiative outside the pipeline.</summary>
public sealed record Initiative : EntryContent
{
    /// <summary>Where it stands; null where nobody has said.</summary>
    public string? Status { get; init; }
}

/// <summary>Why an opportunity slips, stands still or takes long. The newest one counts.</summary>
public sealed record Reason : EntryContent
{
    public required OpportunityId Opportunity { get; init; }

    /// <summary>Null: for whatever is found about it.</summary>
    public AnalysisPart? About { get; init; }
}

/// <summary>Nobody needs to talk about this for a while; the text says because of what.</summary>
public sealed record Snooze : EntryContent
{
    public const int LongestDays = 90;

    public required OpportunityId Opportunity { get; init; }

    /// <summary>Null: whatever is found about it.</summary>
    public AnalysisPart? About { get; init; }

    /// <summary>The last day of quiet.</summary>
    public required DateOnly Until { get; init; }
}

/// <summary>Something worth knowing next time.</summary>
public sealed record Lesson : EntryContent
{
    public const int LongestStage = 100;

    /// <summary>Null: for any stage.</summary>
    public string? Stage { get; init; }

    /// <summary>Null: whatever is found.</summary>
    public AnalysisPart? About { get; init; }
}

/// <summary>What somebody wants to raise at the next one-on-one; gone once that has begun.</summary>
public sealed record Topic : EntryContent;

/// <summary>How one occurrence of the one-on-one went. The text is the because, or how it was; of one that was met there need be none. The newest one counts.</summary>
public sealed record Held : EntryContent
{
    /// <summary>How far the occurrence may lie from today, on either side.</summary>
    public const int FarthestDays = 62;

    /// <summary>The occurrence by its series' rhythm, wherever it was moved to.</summary>
    public required DateOnly On { get; init; }

    public required HeldOutcome Outcome { get; init; }
}

[JsonConverter(typeof(JsonStringEnumConverter<HeldOutcome>))]
public enum HeldOutcome
{
    Met,
    Moved,
    Cancelled,
}

/// <summary>A manager's private note on the rep.</summary>
public sealed record Note : EntryContent;

/// <summary>That the rep is on a performance plan, for as long as it is open; the text says what the plan is about. The newest one counts.</summary>
public sealed record Plan : EntryContent;

/// <summary>One of the two of a one-on-one.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Side>))]
public enum Side
{
    Rep,
    Manager,
}
