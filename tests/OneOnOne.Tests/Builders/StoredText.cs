using System.Text;
using OneOnOne.Storage;
using OneOnOne.Storage.Packed;

namespace OneOnOne.Tests.Builders;

/// <summary>What the embedded store keeps, as text that can be read and compared: packed records as the JSON that they stand for.</summary>
internal static class StoredText
{
    public static string Of(string table, byte[] body) => table switch
    {
        "opportunities" => Json.Text(PackedOpportunity.Read(body)),
        "heads" => Json.Text(PackedHead.Read(body)),
        "pools" => Json.Text(PackedTrackRecord.Read(body)),
        _ => Encoding.UTF8.GetString(body),
    };
}
