using OneOnOne.Previews;

namespace OneOnOne.Http.Pages;

/// <param name="TimeZone">IANA zone of whoever reads.</param>
/// <param name="MayPreview">Whether the form for a preview is shown.</param>
/// <param name="Asked">What the form was filled with, by name.</param>
/// <param name="Preview">Null where nothing was asked, or nothing that can be answered.</param>
/// <param name="Mistake">Why it could not be answered; null where it could.</param>
public sealed record ThresholdsModel(ThresholdReport Report, string TimeZone, bool MayPreview, IReadOnlyDictionary<string, string> Asked, PreviewReport? Preview, string? Mistake)
{
    public string Filled(string name) => Asked.GetValueOrDefault(name) ?? "";
}
