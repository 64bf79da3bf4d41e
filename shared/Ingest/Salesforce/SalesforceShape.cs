using System.Collections.Immutable;
using System.Text.Json;

namespace OneOnOne.Ingest.Salesforce;

/// <summary>An object as one org has it: which of the fields there are, and of which type.</summary>
/// <param name="Types">The type of each field that there is, by the name that is asked for.</param>
internal sealed record SalesforceShape(SalesforceObject Object, ImmutableDictionary<string, string> Types)
{
    public IEnumerable<SalesforceField> Lacking => Object.Fields.Where(one => !Types.ContainsKey(one.Name));

    /// <summary>The fields that there are, in the order in which they are asked for.</summary>
    public ImmutableArray<SalesforceField> Fields { get; } = [.. Object.Fields.Where(field => Types.ContainsKey(field.Name))];

    public string Selected => string.Join(", ", Fields.Select(one => one.Name));

    /// <summary>A filter on what is deleted makes sense only where that can be seen.</summary>
    public bool ShowsDeleted => Types.ContainsKey("IsDeleted");

    /// <summary>Of what describe says. Fields of another record are there where the way to it is.</summary>
    public static SalesforceShape Of(SalesforceObject @object, JsonElement describe)
    {
        Dictionary<string, string> fields = new(StringComparer.OrdinalIgnoreCase);
        foreach (JsonElement field in describe.GetProperty("fields").EnumerateArray())
        {
            fields[field.GetProperty("name").GetString()!] = field.TryGetProperty("type", out JsonElement type) ? type.GetString() ?? "string" : "string";
            if (field.TryGetProperty("relationshipName", out JsonElement relation) && relation.GetString() is { } name)
            {
                fields[name + ".Name"] = "string";
            }
        }

        return new SalesforceShape(@object, @object.Fields.Where(field => fields.ContainsKey(field.Name)).ToImmutableDictionary(field => field.Name, field => fields[field.Name]));
    }

    /// <exception cref="UserErrorException">The org lacks a field that nothing can be read without, or hides it.</exception>
    public SalesforceShape Checked() => Lacking.FirstOrDefault(field => field.Lack is null) is { } needed
        ? throw new UserErrorException(
            $"Salesforce shows no field {needed.Name} of {Object.Name} to the user who signs in, and nothing can be read without it. Let the user's permission set read that field; `connect salesforce` lists all that is missing.")
        : this;
}
