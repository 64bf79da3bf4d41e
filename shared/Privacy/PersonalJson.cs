using System.Text.Json;
using System.Text.Json.Nodes;
using OneOnOne.Crm;
using OneOnOne.Storage;

namespace OneOnOne.Privacy;

/// <summary>Everything about one person as one JSON object: a list for each kind of thing, each thing as it is stored.</summary>
public static class PersonalJson
{
    /// <returns>Empty where nothing is stored.</returns>
    public static async Task<JsonObject> OfAsync(PersonalData data, PersonId person, CancellationToken cancellation)
    {
        JsonObject all = [];
        await foreach (Holding holding in data.OfAsync(person, cancellation))
        {
            if (all[holding.Kind] is not JsonArray list)
            {
                all[holding.Kind] = list = [];
            }

            list.Add(JsonSerializer.SerializeToNode(holding.Value, holding.Value.GetType(), Json.Options));
        }

        return all;
    }
}
