namespace OneOnOne.Ingest.HubSpot;

/// <summary>Where HubSpot's API has what. Dated versions stand behind the area, v3 before it, and associations are v4 then.</summary>
internal sealed class HubSpotPaths(string version)
{
    private readonly bool _dated = version != "v3";

    public string Account => $"account-info/{version}/details";

    public string Owners => Of("owners", "v3");

    public string Pipelines => Of("pipelines", "v3") + "/deals";

    public string Properties => Of("properties", "v3") + "/deals";

    public string Objects(string kind) => $"{Of("objects", "v3")}/{kind}";

    public string Search(string kind) => Objects(kind) + "/search";

    public string Batch(string kind) => Objects(kind) + "/batch/read";

    public string Associations(string from, string to) => $"{Of("associations", "v4")}/{from}/{to}/batch/read";

    private string Of(string area, string undated) => _dated ? $"crm/{area}/{version}" : $"crm/{undated}/{area}";
}
