using System.Text.Json;

namespace OneOnOne.Tests.Cosmos;

/// <summary>How one operation, or a request that is none, was answered.</summary>
internal sealed record CosmosResult(int Status)
{
    public int SubStatus { get; init; }

    public byte[]? Body { get; init; }

    public string? ETag { get; init; }

    /// <summary>Of a batch, one for each operation; the body is then made of them.</summary>
    public IReadOnlyList<CosmosResult> Parts { get; init; } = [];

    public double Charge { get; init; }

    public string? Continuation { get; init; }

    /// <summary>Of a page of a query.</summary>
    public int? ItemCount { get; init; }

    public bool Succeeded => Status < 300;

    public static CosmosResult Ok(object body) => new(200) { Body = JsonSerializer.SerializeToUtf8Bytes(body) };

    public static CosmosResult Refused(int status, string message, int subStatus = 0) => new(status)
    {
        SubStatus = subStatus,
        Body = JsonSerializer.SerializeToUtf8Bytes(new { code = status, message }),
        Charge = CosmosCharge.Refused,
    };
}
