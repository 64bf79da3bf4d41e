using System.Collections.Immutable;
using OneOnOne.Links;

namespace OneOnOne.Settings;

/// <summary>Links in mails, each of which opens one small form without a sign-in. Without a key there are none, and no forms. See docs/settings.md.</summary>
public sealed record LinkSettings
{
    internal const string Section = "Links";

    private const string KeyAllowed = "32 random bytes in base64, such as `openssl rand -base64 32` makes";

    public LinkKey? Key { get; init; }

    /// <summary>Links that were signed with it still count.</summary>
    public LinkKey? PreviousKey { get; init; }

    /// <summary>Where this app answers, without a slash at the end; null: mails have no links.</summary>
    public string? BaseAddress { get; init; }

    public TimeSpan Life { get; init; } = TimeSpan.FromDays(14);

    internal static ImmutableArray<Setting<LinkSettings>> All { get; } =
    [
        new("Key", "", KeyAllowed, "Signs the links of mails to forms. Not set: there are no such links and no forms. A secret.",
            (all, value) => value.Length == 0 ? all : LinkKey.Read(value) is { } key ? all with { Key = key } : null) { IsSecret = true },
        new("PreviousKey", "", KeyAllowed, "The key before, for as long as links that it signed may be out. A secret.",
            (all, value) => value.Length == 0 ? all : LinkKey.Read(value) is { } key ? all with { PreviousKey = key } : null) { IsSecret = true },
        new("BaseAddress", "", "an https address without path, such as https://oneonone.example.com; http for this machine alone", "Where the links of mails lead: this app. Not set: mails have no links.",
            (all, value) => value.Length == 0 ? all : Root(value) is { } root ? all with { BaseAddress = root } : null),
        new("Days", "14", "a whole number from 1 to 60", "Days after the one-on-one for which the links of its mails count.",
            Values.Whole<LinkSettings>(1, 60, (all, value) => all with { Life = TimeSpan.FromDays(value) })),
    ];

    /// <summary>A record prints its members; this one holds secrets.</summary>
    public override string ToString() => nameof(LinkSettings);

    private static string? Root(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out Uri? address) && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
        && address is { PathAndQuery: "/", Fragment: "", UserInfo: "" }
            ? address.GetLeftPart(UriPartial.Authority)
            : null;
}
