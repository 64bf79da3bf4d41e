using OneOnOne.Crm;
using OneOnOne.Previews;

namespace OneOnOne.Http.Pages;

/// <param name="MayPreview">Whether the form for a preview is shown.</param>
/// <param name="Asked">What the form was filled with, by name.</param>
/// <param name="Preview">Null where nothing was asked, or nothing that can be answered.</param>
/// <param name="Mistake">Why it could not be answered; null where it could.</param>
public sealed record ThresholdsModel(ThresholdReport Report, bool MayPreview, IReadOnlyDictionary<string, string> Asked, PreviewReport? Preview, string? Mistake)
{
    /// <summary>Of everybody whom the CRM knows.</summary>
    public required IReadOnlyDictionary<PersonId, string> Names { get; init; }

    /// <summary>That a preview can be had for.</summary>
    public required IReadOnlyList<string> Stages { get; init; }

    /// <summary>The managers of teams.</summary>
    public required IReadOnlyList<PersonId> Teams { get; init; }

    public string Filled(string name) => Asked.GetValueOrDefault(name)?.Trim() ?? "";
}
