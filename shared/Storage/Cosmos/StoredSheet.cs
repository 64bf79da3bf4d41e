namespace OneOnOne.Storage.Cosmos;

/// <summary>What an ingest writes down of a rep's book for the next one.</summary>
internal sealed record StoredSheet(byte[] Bytes)
{
    /// <summary>Above it the document might not be taken, with two editions in it and a third more for Base64. Then there is no sheet, and the next ingest reads the book.</summary>
    public const int MostBytes = 600_000;

    public int Schema { get; init; } = Stored.KnownSchema;
}
