using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using OneOnOne.Settings;

namespace OneOnOne.Functions.Settings;

/// <summary>Where the CRM's exports lie: a folder on a disk that the app can see, or a blob container.</summary>
public sealed record IngestSettings
{
    public string? Folder { get; init; }

    public Uri? Container { get; init; }

    /// <summary>A file on disk, or a blob at the top of the container.</summary>
    public string? Mapping { get; init; }

    internal static ImmutableArray<Setting<IngestSettings>> All { get; } =
    [
        new("Folder", "", "a folder", "Folder that the CRM's export is written to.", (all, value) => all with { Folder = value.Length > 0 ? value : null }),
        new("Container", "", "the https address of a blob container, such as https://account.blob.core.windows.net/exports",
            "Blob container that the CRM's exports are written to.", (all, value) => value.Length == 0 ? all : ContainerOf(value) is { } uri ? all with { Container = uri } : null),
        new("Mapping", "", "a file", "Says which column of the export is what.", (all, value) => all with { Mapping = value.Length > 0 ? value : null }),
    ];

    /// <exception cref="UserErrorException">A value is wrong, or there are two places.</exception>
    public static IngestSettings Read(IConfigurationSection section)
    {
        IngestSettings settings = Values.ApplyAll(section, new IngestSettings(), All);
        return settings is { Folder: not null, Container: not null }
            ? throw new UserErrorException("Ingest__Folder and Ingest__Container are both set. Keep the one that the CRM's exports are written to.")
            : settings;
    }

    /// <summary>A signature in the address would be a secret in a setting; the app signs in as an identity.</summary>
    private static Uri? ContainerOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && uri.Scheme == Uri.UriSchemeHttps && uri is { Query: "", Fragment: "", UserInfo: "", Segments.Length: 2 } ? uri : null;
}
