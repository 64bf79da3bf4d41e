using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace OneOnOne.Http.Journal;

/// <summary>Reads a small JSON body strictly, and tells what is allowed where it is not.</summary>
internal static class JsonBody
{
    /// <summary>Two fields of 500 characters, each written in the longest way, fit in several times over.</summary>
    private const int LargestBytes = 64 * 1024;

    private static JsonSerializerOptions Strict { get; } = Create();

    /// <exception cref="BadHttpRequestException">The body is no such object.</exception>
    public static async Task<T> ReadAsync<T>(HttpRequest request, CancellationToken cancellation)
        where T : class
    {
        if (!request.HasJsonContentType())
        {
            throw new BadHttpRequestException("The body must be JSON, with the content type application/json.");
        }

        byte[] bytes = await BytesAsync(request, cancellation);
        try
        {
            return JsonSerializer.Deserialize<T>(bytes, Strict) ?? throw new BadHttpRequestException(Shape<T>());
        }
        catch (JsonException e)
        {
            throw new BadHttpRequestException(Explain<T>(e.Path), e);
        }
    }

    private static async Task<byte[]> BytesAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentLength > LargestBytes)
        {
            throw TooLarge();
        }

        byte[] bytes = new byte[LargestBytes + 1];
        int read = await request.Body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation);
        return read <= LargestBytes ? bytes[..read] : throw TooLarge();
    }

    private static BadHttpRequestException TooLarge() =>
        new($"The body must not have more than {LargestBytes.ToString(CultureInfo.InvariantCulture)} bytes.", StatusCodes.Status413PayloadTooLarge);

    private static string Explain<T>(string? path)
    {
        string name = path?.Split('.', '[') is [_, var first, ..] ? first : "";
        return typeof(T).GetProperties().FirstOrDefault(one => Name(one) == name) is { } property
            ? $"{name} must be {Allowed(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType)}."
            : Shape<T>();
    }

    private static string Shape<T>() => $"The body must be a JSON object with these fields and no others: {string.Join(", ", typeof(T).GetProperties().Select(Name))}.";

    private static string Allowed(Type type) => type.IsEnum ? "one of: " + string.Join(", ", Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName))
        : type == typeof(DateOnly) ? "a day such as 2026-12-01"
        : "a text";

    private static string Name(PropertyInfo property) => JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    private static JsonSerializerOptions Create()
    {
        JsonSerializerOptions options = new(JsonSerializerDefaults.Web)
        {
            AllowDuplicateProperties = false,
            MaxDepth = 4,
            PropertyNameCaseInsensitive = false,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
