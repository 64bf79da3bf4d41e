using System.Text.Json.Nodes;

namespace OneOnOne.Local.FakeCrm.Salesforce;

/// <summary>What describe says of an object.</summary>
internal static class FakeSalesforceDescribe
{
    public static JsonObject Of(FakeObject @object) => new()
    {
        ["name"] = @object.Name,
        ["label"] = @object.Name,
        ["keyPrefix"] = @object.Prefix,
        ["queryable"] = true,
        ["retrieveable"] = true,
        ["custom"] = false,
        ["fields"] = new JsonArray([.. @object.Fields.Select(Field)]),
        ["childRelationships"] = new JsonArray(),
        ["recordTypeInfos"] = new JsonArray(),
    };

    private static JsonNode Field(FakeField field) => new JsonObject
    {
        ["name"] = field.Name,
        ["label"] = field.Name,
        ["type"] = field.Type,
        ["nillable"] = field.Type is not ("id" or "boolean"),
        ["filterable"] = field.IsFilterable,
        ["sortable"] = field.IsFilterable,
        ["custom"] = field.Name.EndsWith("__c", StringComparison.Ordinal),
        ["calculated"] = field.Name.EndsWith("15__c", StringComparison.Ordinal),
        ["relationshipName"] = field.Relationship,
        ["referenceTo"] = new JsonArray([.. field.RefersTo switch { null => [], "Name" => new JsonNode[] { "Account", "Opportunity", "Contact" }, string one => [one] }]),
        ["picklistValues"] = new JsonArray([.. field.Picklist.Select(value => new JsonObject { ["active"] = true, ["defaultValue"] = false, ["label"] = value, ["value"] = value })]),
    };
}
