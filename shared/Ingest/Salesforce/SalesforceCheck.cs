using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using OneOnOne.Ingest.Connect;

namespace OneOnOne.Ingest.Salesforce;

/// <summary>A dry run: what the user who signs in may read, what briefs lack without the rest, and what reading costs.</summary>
internal sealed class SalesforceCheck(SalesforceApi api, SalesforceSettings settings)
{
    /// <summary>What to do about an object that is not there, as half a sentence.</summary>
    public const string GrantObject = "Give the user's permission set read access to it";

    private const int RowsOfPage = 2_000;
    private const int RowsOfResults = 50_000;

    /// <summary>Making a job, asking a few times whether it is done, and deleting it.</summary>
    private const int JobRequests = 8;

    private readonly ImmutableArray<CrmCheckLine>.Builder _lines = ImmutableArray.CreateBuilder<CrmCheckLine>();
    private readonly ImmutableArray<CrmCost>.Builder _costs = ImmutableArray.CreateBuilder<CrmCost>();

    public async Task<CrmCheck> RunAsync(CancellationToken cancellation)
    {
        try
        {
            _lines.Add(new CrmCheckLine(CrmCheckState.Fine, $"API version {await api.VersionAsync(cancellation)}"));
            Dictionary<string, SalesforceShape> shapes = [];
            foreach (SalesforceObject @object in SalesforceObject.All(settings.ProductField))
            {
                SalesforceShape? shape = await api.DescribeAsync(@object, cancellation);
                Tell(@object, shape);
                if (shape is not null)
                {
                    shapes[@object.Name] = shape;
                }
            }

            await TellOfMoneyAsync(shapes, cancellation);
            foreach (SalesforceShape shape in shapes.Values.Where(shape => shape.Lacking.All(field => field.Lack is not null)))
            {
                _costs.Add(await CostAsync(shape, cancellation));
            }

            int questions = SalesforceObject.All(null).Length + 1;
            _costs.Add(new CrmCost("what fields there are", shapes.Values.Sum(shape => shape.Fields.Length), questions, questions));
            return new CrmCheck(await AccountAsync(shapes, cancellation), _lines.ToImmutable(), _costs.ToImmutable()) { Allowance = await AllowanceAsync(cancellation) };
        }
        catch (CrmRefusedException refused)
        {
            throw refused.ToUser("a question");
        }
    }

    private void Tell(SalesforceObject @object, SalesforceShape? shape)
    {
        if (shape is null)
        {
            Tell($"object {@object.Name}", @object.Lack, GrantObject);
            return;
        }

        SalesforceField[] lacking = [.. shape.Lacking];
        if (Array.TrueForAll(lacking, field => field.Lack is ""))
        {
            _lines.Add(new CrmCheckLine(CrmCheckState.Fine, $"object {@object.Name}"));
        }

        foreach (SalesforceField field in lacking)
        {
            Tell($"field {field.Name} of {@object.Name}", field.Lack ?? @object.Lack, "Let the user's permission set read it, if the org has it");
        }
    }

    private void Tell(string what, string? lack, string advice)
    {
        if (lack != "")
        {
            _lines.Add(lack is null
                ? new CrmCheckLine(CrmCheckState.Missing, what, $"nothing can be read without it. {advice}.")
                : new CrmCheckLine(CrmCheckState.Lacking, what, $"briefs lack {lack}. {advice}."));
        }
    }

    private async Task TellOfMoneyAsync(Dictionary<string, SalesforceShape> shapes, CancellationToken cancellation)
    {
        if (settings.Currency is null && shapes.TryGetValue(SalesforceMirror.Opportunity, out SalesforceShape? deals) && !deals.Types.ContainsKey("CurrencyIsoCode"))
        {
            _lines.Add(new CrmCheckLine(CrmCheckState.Lacking, "currency", "the org has but one and does not say which, so amounts count as USD. Set Salesforce__Currency where it is another."));
        }

        if (settings.ForecastingType is null && shapes.ContainsKey(SalesforceObject.Quota.Name) && shapes.TryGetValue(SalesforceObject.ForecastingType.Name, out SalesforceShape? types))
        {
            string[] names = await ValuesAsync(types, types.Types.ContainsKey("DeveloperName") ? "DeveloperName" : "Id", cancellation);
            if (names.Length > 1)
            {
                _lines.Add(new CrmCheckLine(CrmCheckState.Lacking, "forecast type", $"there are several ({string.Join(", ", names)}). Where people have quotas of more than one, none counts until Salesforce__ForecastingType names it."));
            }
        }
    }

    private async Task<CrmCost> CostAsync(SalesforceShape shape, CancellationToken cancellation)
    {
        SalesforceObject @object = shape.Object;
        bool changes = @object.Stamp is not null;
        long count = await api.CountAsync(@object.Name, null, changes, cancellation);
        long open = @object.Name == SalesforceMirror.Opportunity ? await api.CountAsync(@object.Name, "IsClosed = false", all: false, cancellation) : 0;
        return new CrmCost(@object.Name, count, changes ? 1 + Read(count) : Pages(count), !changes ? Pages(count) : open == 0 ? 2 : 3 + Read(open));
    }

    private long Read(long count) => count > settings.BulkAbove ? JobRequests + ((count + RowsOfResults - 1) / RowsOfResults) : Pages(count);

    private static long Pages(long count) => Math.Max(1, (count + RowsOfPage - 1) / RowsOfPage);

    private async Task<string> AccountAsync(Dictionary<string, SalesforceShape> shapes, CancellationToken cancellation)
    {
        string[] names = shapes.TryGetValue(SalesforceObject.Organization.Name, out SalesforceShape? organization) && organization.Types.ContainsKey("Name") ? await ValuesAsync(organization, "Name", cancellation) : [];
        return names is [string name, ..] ? $"{name} ({api.Instance.Host})" : api.Instance.Host;
    }

    private async Task<string[]> ValuesAsync(SalesforceShape shape, string field, CancellationToken cancellation) => await api.GetAsync(
        await api.QueryAsync($"SELECT {field} FROM {shape.Object.Name}", all: false, cancellation),
        answer => answer.GetProperty("records").EnumerateArray().Select(record => record.GetProperty(field).GetString()).OfType<string>().ToArray(),
        cancellation);

    private async Task<string?> AllowanceAsync(CancellationToken cancellation)
    {
        try
        {
            return await api.LimitsAsync(Allowance, cancellation);
        }
        catch (CrmRefusedException)
        {
            return null; // Not everybody may see it, and nothing else needs it.
        }
    }

    private static string? Allowance(JsonElement limits)
    {
        string?[] left = [Left(limits, "DailyApiRequests", "API requests"), Left(limits, "DailyBulkV2QueryJobs", "query jobs")];
        return left.OfType<string>().ToArray() is { Length: > 0 } known ? $"Left of these 24 hours: {string.Join(", ", known)}." : null;
    }

    private static string? Left(JsonElement limits, string name, string what) =>
        limits.TryGetProperty(name, out JsonElement limit) && limit.TryGetProperty("Remaining", out JsonElement remaining) && limit.TryGetProperty("Max", out JsonElement most)
            ? string.Create(CultureInfo.InvariantCulture, $"{remaining.GetInt64():N0} of {most.GetInt64():N0} {what}")
            : null;
}
