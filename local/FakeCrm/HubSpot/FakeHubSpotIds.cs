using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OneOnOne.Crm;

namespace OneOnOne.Local.FakeCrm.HubSpot;

/// <summary>HubSpot's ids are decimal numbers. These derive from the company's own ids, so that a record has the same one each time.</summary>
internal static class FakeHubSpotIds
{
    public static string Of(PersonId person) => Of("owner " + person.Value, 100_000_000, 900_000_000);

    public static string Of(OpportunityId opportunity) => Of("deal " + opportunity.Value);

    /// <summary>Of any other record; <paramref name="what"/> says which.</summary>
    public static string Of(string what) => Of(what, 100_000_000_000_000, 900_000_000_000_000);

    /// <summary>A number that any two of these ids have apart from each other: for choices that have to be the same each time.</summary>
    public static int Spread(string id, int choices) => (int)(Number(id) % (ulong)choices);

    private static string Of(string what, ulong first, ulong count) => (first + (Number(what) % count)).ToString(CultureInfo.InvariantCulture);

    private static ulong Number(string text) => BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
