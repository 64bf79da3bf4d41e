using System.Text.Json.Serialization;

namespace OneOnOne.Analysis.Quotas;

/// <summary>Where a chance to hit is called what. Set by an admin; see docs/settings.md.</summary>
public sealed record QuotaLabels
{
    public double OnTrackFrom { get; init; } = 0.7;

    public double AtRiskFrom { get; init; } = 0.3;

    public QuotaStanding Of(double chance) => chance >= OnTrackFrom ? QuotaStanding.OnTrack : chance >= AtRiskFrom ? QuotaStanding.AtRisk : QuotaStanding.OffTrack;
}

[JsonConverter(typeof(JsonStringEnumConverter<QuotaStanding>))]
public enum QuotaStanding
{
    OnTrack,
    AtRisk,
    OffTrack,
}
