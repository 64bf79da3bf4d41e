using Microsoft.Azure.Cosmos;
using Microsoft.Azure.Cosmos.Serialization.HybridRow;
using Microsoft.Azure.Cosmos.Serialization.HybridRow.IO;
using Microsoft.Azure.Cosmos.Serialization.HybridRow.Layouts;
using Microsoft.Azure.Cosmos.Serialization.HybridRow.RecordIO;
using Microsoft.Azure.Cosmos.Serialization.HybridRow.Schemas;

namespace OneOnOne.Tests.Cosmos;

/// <summary>The binary form in which the SDK sends batches and wants their results. It ships the schema and the types to read and write it.</summary>
internal static class HybridRowBatch
{
    private const string SchemaResource = "Microsoft.Azure.Cosmos.Batch.HybridRowBatchSchemas.json";

    /// <summary>To begin with; an empty buffer reads nothing, and says that all went well.</summary>
    private const int BufferBytes = 4096;

    private static readonly SchemaId BatchResult = new(2145473649);
    private static readonly LayoutResolverNamespace Layouts = LoadLayouts();

    public static async Task<IReadOnlyList<CosmosOperation>> DecodeAsync(byte[] body, string? partitionKey)
    {
        List<CosmosOperation> operations = [];
        using MemoryStream stream = new(body);
        Result result = await RecordIOStream.ReadRecordIOAsync(
            stream,
            (ReadOnlyMemory<byte> row) =>
            {
                operations.Add(ReadOperation(row, partitionKey));
                return Result.Success;
            },
            (ReadOnlyMemory<byte> _) => Result.Success,
            new MemorySpanResizer<byte>(BufferBytes));
        Expect(result, "A batch's body cannot be read");
        return operations;
    }

    public static async Task<byte[]> EncodeAsync(IReadOnlyList<CosmosResult> results)
    {
        using MemoryStream stream = new();
        MemorySpanResizer<byte> memory = new(BufferBytes);
        Result result = await RecordIOStream.WriteRecordIOAsync(
            stream,
            new Segment(string.Empty, (Namespace?)null),
            (long index, out ReadOnlyMemory<byte> record) =>
            {
                record = default;
                if (index >= results.Count)
                {
                    return Result.Success;
                }
                RowBuffer row = new(512, memory);
                row.InitLayout(HybridRowVersion.V1, Layouts.Resolve(BatchResult), Layouts);
                Result written = RowWriter.WriteBuffer(ref row, results[(int)index], WriteResult);
                record = row.ToArray();
                return written;
            },
            new MemorySpanResizer<byte>(BufferBytes));
        Expect(result, "A batch's results cannot be written");
        return stream.ToArray();
    }

    private static CosmosOperation ReadOperation(ReadOnlyMemory<byte> bytes, string? partitionKey)
    {
        RowBuffer row = new(bytes.Length);
        if (!row.ReadFrom(bytes.Span, HybridRowVersion.V1, Layouts))
        {
            throw new InvalidDataException("A batch's operation cannot be read.");
        }
        RowReader reader = new(ref row);
        CosmosOperation operation = new(CosmosRequestKind.Read, partitionKey, null);
        while (reader.Read())
        {
            operation = reader.Path.ToString() switch
            {
                "operationType" => operation with { Kind = KindOf(Number(ref reader)) },
                "partitionKey" => operation with { PartitionKey = Text(ref reader) },
                "id" => operation with { Id = Text(ref reader) },
                "ifMatch" => operation with { IfMatch = Text(ref reader) },
                "ifNoneMatch" => operation with { IfNoneMatch = Text(ref reader) },
                "minimalReturnPreference" => operation with { Minimal = Truth(ref reader) },
                "resourceBody" => operation with { Body = Bytes(ref reader) },
                _ => operation,
            };
        }
        return operation with { Id = operation.Id ?? CosmosBody.Id(operation.Body) };
    }

    private static Result WriteResult(ref RowWriter writer, TypeArgument type, CosmosResult result)
    {
        Expect(writer.WriteInt32("statusCode", result.Status), "statusCode");
        if (result.SubStatus != 0)
        {
            Expect(writer.WriteInt32("subStatusCode", result.SubStatus), "subStatusCode");
        }
        if (result.ETag is not null)
        {
            Expect(writer.WriteString("eTag", result.ETag), "eTag");
        }
        if (result.Body is not null)
        {
            Expect(writer.WriteBinary("resourceBody", result.Body), "resourceBody");
        }
        return writer.WriteFloat64("requestCharge", result.Charge);
    }

    /// <summary>The numbers are those of the SDK's OperationType.</summary>
    private static CosmosRequestKind KindOf(int operationType) => operationType switch
    {
        0 => CosmosRequestKind.Create,
        1 => CosmosRequestKind.Patch,
        2 => CosmosRequestKind.Read,
        4 => CosmosRequestKind.Delete,
        5 => CosmosRequestKind.Replace,
        20 => CosmosRequestKind.Upsert,
        _ => throw new CosmosMisuseException($"The gateway does not know a batch's operation type {operationType}."),
    };

    private static int Number(ref RowReader reader)
    {
        Expect(reader.ReadInt32(out int value), "number");
        return value;
    }

    private static string Text(ref RowReader reader)
    {
        Expect(reader.ReadString(out string value), "text");
        return value;
    }

    private static bool Truth(ref RowReader reader)
    {
        Expect(reader.ReadBool(out bool value), "bool");
        return value;
    }

    private static byte[] Bytes(ref RowReader reader)
    {
        Expect(reader.ReadBinary(out byte[] value), "binary");
        return value;
    }

    private static void Expect(Result result, string what)
    {
        if (result != Result.Success)
        {
            throw new InvalidDataException($"{what}: {result}.");
        }
    }

    private static LayoutResolverNamespace LoadLayouts()
    {
        using StreamReader schema = new(typeof(CosmosClient).Assembly.GetManifestResourceStream(SchemaResource)!);
        return new LayoutResolverNamespace(Namespace.Parse(schema.ReadToEnd()));
    }
}
