using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using OneOnOne.Storage;

namespace OneOnOne.Briefs;

/// <summary>One half for a program. It is the half's own view that is written, so it cannot carry the other's.</summary>
public static class BriefJson
{
    internal static readonly JsonSerializerOptions Indented = Create();

    public static string Of(BriefPair pair, Audience audience) => BriefView.Of(pair, audience) switch
    {
        ManagerView view => Write(new Half<ManagerHalf>(pair.Schema, audience, view.Facts, view.Own)),
        RepView view => Write(new Half<RepHalf>(pair.Schema, audience, view.Facts, view.Own)),
        _ => throw new ArgumentOutOfRangeException(nameof(audience)),
    };

    internal static string Write<T>(T value) => JsonSerializer.Serialize(value, Indented) + "\n";

    private static JsonSerializerOptions Create()
    {
        // The strict encoder: this leaves the house, and a browser may be what opens it.
        JsonSerializerOptions options = new(Json.Options) { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.Default };
        options.MakeReadOnly();
        return options;
    }

    private sealed record Half<T>(int Schema, Audience Audience, BriefFacts Facts, T Own);

    /// <summary>What a reader may expect: either half. Nothing is written from it.</summary>
    /// <param name="Audience">Whose half it is.</param>
    internal sealed record BriefHalf(int Schema, Audience Audience, BriefFacts Facts, OwnHalf Own);

    /// <summary>What is in one half alone.</summary>
    /// <param name="Questions">The manager's: one for each deal, in their order.</param>
    /// <param name="Notes">The manager's: private notes.</param>
    /// <param name="Plan">The manager's: the performance plan that the rep is on.</param>
    /// <param name="SelfChecks">The rep's: one for each deal, in their order.</param>
    /// <param name="Prepare">The rep's: what to bring.</param>
    internal sealed record OwnHalf(ImmutableArray<string>? Questions = null, ImmutableArray<NoteItem>? Notes = null, PlanItem? Plan = null, ImmutableArray<string>? SelfChecks = null, ImmutableArray<string>? Prepare = null);
}
