using System.Buffers.Binary;

namespace OneOnOne.Tests.Cosmos;

/// <summary>Resource ids as the SDK takes them apart: 4 bytes for a database, 4 more for a container, 8 more for a document, in base64 with - for /.</summary>
internal static class GatewayRid
{
    private const byte ContainerMark = 0x80;

    public static string OfDatabase(int number)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        return Encode(bytes);
    }

    public static string OfContainer(string database, int number)
    {
        byte[] bytes = [.. Decode(database), 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4), number);
        bytes[4] |= ContainerMark;
        return Encode(bytes);
    }

    public static string OfDocument(string container, long number)
    {
        byte[] bytes = [.. Decode(container), 0, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), number);
        return Encode(bytes);
    }

    private static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).Replace('/', '-');

    private static byte[] Decode(string rid) => Convert.FromBase64String(rid.Replace('-', '/'));
}
