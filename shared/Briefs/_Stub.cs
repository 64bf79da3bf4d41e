#pragma warning disable CA1822
using System.Collections.Immutable;
namespace OneOnOne.Briefs;
public sealed record RenderedBrief(string Subject, string Html, string Text);
public sealed class BriefRenderer { public Task<RenderedBrief> RenderAsync(BriefPair pair, Audience audience) => Task.FromResult(new RenderedBrief("s", "<p>h</p>", "t")); }
internal static class BriefQuestions { public static string ForManager(DealItem d, BriefFacts f) => "q"; public static string ForRep(DealItem d, BriefFacts f) => "q"; public static ImmutableArray<string> Prepare(BriefFacts f) => []; }
internal static class Safe { public static string Header(string s) => s; }
