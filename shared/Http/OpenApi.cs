using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using OneOnOne.Crm;
using OneOnOne.Pipeline;

namespace OneOnOne.Http;

/// <summary>The description of the API, made from the endpoints themselves. docs/openapi.json is a copy of it.</summary>
internal static class OpenApi
{
    public const string Document = "v1";
    public const string Path = "/api/openapi.json";

    private const string Scheme = "entraId";

    public static void Configure(OpenApiOptions options)
    {
        // The worker of a Functions app has routes of its own in the same process.
        options.ShouldInclude = description => description.ActionDescriptor.EndpointMetadata.OfType<Described>().Any();
        options.AddSchemaTransformer((schema, context, _) =>
        {
            // What is null is not written, so it cannot be required.
            foreach (JsonPropertyInfo property in context.JsonTypeInfo.Properties.Where(property => property.IsGetNullable))
            {
                schema.Required?.Remove(property.Name);
            }

            // Ids are written as plain strings by converters that no schema can look into.
            if (IdTypes.Contains(Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type))
            {
                schema.Type = JsonSchemaType.String;
            }

            return Task.CompletedTask;
        });
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "OneOnOne",
                Version = "1",
                Description = "Briefs, findings, teams, meetings, runs and thresholds. Errors are problem details (RFC 9457). Who may call what: docs/http.md.",
            };

            // Wherever it is served, the addresses are relative to it.
            document.Servers = [new OpenApiServer { Url = "/" }];
            document.AddComponent<IOpenApiSecurityScheme>(Scheme, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = "JWT",
                Description = "A token of Entra ID for this app. After a sign-in in a browser, App Service Authentication sends it along.",
            });
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
            return Task.CompletedTask;
        });
    }

    /// <summary>Other forms that an answer can be asked for in.</summary>
    public static RouteHandlerBuilder AlsoAs(this RouteHandlerBuilder endpoint, params string[] contentTypes) => endpoint.AddOpenApiOperationTransformer((operation, _, _) =>
    {
        foreach (string contentType in contentTypes)
        {
            operation.Responses!["200"].Content!.Add(contentType, new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
        }

        return Task.CompletedTask;
    });

    /// <summary>Names that an endpoint reads from the query by itself.</summary>
    public static RouteHandlerBuilder WithQuery(this RouteHandlerBuilder endpoint, params IEnumerable<(string Name, string Meaning)> names) => endpoint.AddOpenApiOperationTransformer((operation, _, _) =>
    {
        operation.Parameters =
        [
            .. names.Select(one => new OpenApiParameter { Name = one.Name, In = ParameterLocation.Query, Description = one.Meaning, Schema = new OpenApiSchema { Type = JsonSchemaType.String } }),
        ];
        return Task.CompletedTask;
    });

    /// <summary>Marks an endpoint of ours.</summary>
    public sealed record Described;

    private static readonly Type[] IdTypes = [typeof(PersonId), typeof(OpportunityId), typeof(RunId)];
}
