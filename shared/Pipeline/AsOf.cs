namespace OneOnOne.Pipeline;

/// <summary>The instant to answer for where a question names none. Null: the newest snapshot's.</summary>
public sealed record AsOf(DateTimeOffset? Instant);
