using System.Globalization;
using System.Text.Json.Nodes;
using OneOnOne.Crm;

namespace OneOnOne.Local.FakeCrm.HubSpot;

/// <summary>HubSpot knows neither an owner's manager nor their time zone. Whoever has left is archived.</summary>
internal sealed record FakeHubSpotOwner(string Id, string? Email, string First, string Last, bool Archived)
{
    public static FakeHubSpotOwner Of(PersonRow person)
    {
        string name = person.Name ?? "";
        int blank = name.IndexOf(' ', StringComparison.Ordinal);
        return new FakeHubSpotOwner(
            FakeHubSpotIds.Of(person.Id), person.Email, blank < 0 ? name : name[..blank], blank < 0 ? "" : name[(blank + 1)..], person.Active == false);
    }

    public JsonObject Json() => new()
    {
        ["id"] = Id,
        ["email"] = Email,
        ["type"] = "PERSON",
        ["firstName"] = First,
        ["lastName"] = Last,
        ["userId"] = Archived ? null : int.Parse(Id[..7], CultureInfo.InvariantCulture),
        ["userIdIncludingInactive"] = int.Parse(Id[..7], CultureInfo.InvariantCulture),
        ["createdAt"] = "2023-01-09T08:07:06.543Z",
        ["updatedAt"] = "2025-02-03T04:05:06Z",
        ["archived"] = Archived,
        ["teams"] = new JsonArray(new JsonObject { ["id"] = "178588", ["name"] = "Sales", ["primary"] = true }),
    };
}
