namespace OneOnOne.Storage.Cosmos;

/// <summary>What became of a write.</summary>
/// <param name="ETag">The new one; null unless it was written.</param>
internal readonly record struct Written(WriteOutcome Outcome, string? ETag = null);

internal enum WriteOutcome
{
    Done,

    /// <summary>Refused: the document, or one of the batch, exists, is missing, or is not the one that was read.</summary>
    Refused,

    /// <summary>It may have been written, or still be: the answer was lost, or the service was busy or ailing.</summary>
    Unknown,
}
