using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using OneOnOne.Ingest.Connect;
using OneOnOne.Settings;

namespace OneOnOne.Functions.Settings;

/// <summary>Where snapshots come from: a CRM's API, or exports in a folder on a disk that the app can see or in a blob container.</summary>
public sealed record IngestSettings
{
    /// <summary>Null: exports are read.</summary>
    public CrmKind? From { get; init; }

    /// <summary>There where <see cref="From"/> is: keeps what was read of the CRM.</summary>
    public Uri? MirrorContainer { get; init; }

    public string? Folder { get; init; }

    public Uri? Container { get; init; }

    /// <summary>A file on disk, or a blob at the top of the container.</summary>
    public string? Mapping { get; init; }

    internal static ImmutableArray<Setting<IngestSettings>> All { get; } =
    [
        new("From", "", "Salesforce or HubSpot", "CRM that is read over its API, in place of exports.",
            (all, value) => value.Length == 0 ? all : Values.Named<CrmKind>(value) is { } kind ? all with { From = kind } : null),
        new("MirrorContainer", "", "the https address of a blob container, such as https://account.blob.core.windows.net/mirrors",
            "Blob container that keeps what was read of the CRM, so that only changes are asked for.", (all, value) => value.Length == 0 ? all : ContainerOf(value) is { } uri ? all with { MirrorContainer = uri } : null),
        new("Folder", "", "a folder", "Folder that the CRM's export is written to.", (all, value) => all with { Folder = value.Length > 0 ? value : null }),
        new("Container", "", "the https address of a blob container, such as https://account.blob.core.windows.net/exports",
            "Blob container that the CRM's exports are written to.", (all, value) => value.Length == 0 ? all : ContainerOf(value) is { } uri ? all with { Container = uri } : null),
        new("Mapping", "", "a file", "Says which column of the export is what.", (all, value) => all with { Mapping = value.Length > 0 ? value : null }),
    ];

    /// <exception cref="UserErrorException">A value is wrong, or there are two places.</exception>
    public static IngestSettings Read(IConfigurationSection section)
    {
        IngestSettings settings = Values.ApplyAll(section, new IngestSettings(), All);
        return settings switch
        {
            { From: not null, Folder: not null } or { From: not null, Container: not null } =>
                throw new UserErrorException("Ingest__From and a place of exports (Ingest__Folder, Ingest__Container) are both set. Keep one: a snapshot comes from one place."),
            { From: not null, MirrorContainer: null } => throw new UserErrorException("Ingest__From needs Ingest__MirrorContainer: the blob container that keeps what was read of the CRM."),
            { Folder: not null, Container: not null } => throw new UserErrorException("Ingest__Folder and Ingest__Container are both set. Keep the one that the CRM's exports are written to."),
            _ => settings,
        };
    }

    /// <summary>A signature in the address would be a secret in a setting; the app signs in as an identity.</summary>
    private static Uri? ContainerOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && uri.Scheme == Uri.UriSchemeHttps && uri is { Query: "", Fragment: "", UserInfo: "", Segments.Length: 2 } ? uri : null;
}
