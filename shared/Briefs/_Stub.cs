#pragma warning disable CA1822
using System.Collections.Immutable;
namespace OneOnOne.Briefs;
public sealed record RenderedBrief(string Subject, string Html, string Text);
public sealed class BriefRenderer { public Task<RenderedBrief> RenderAsync(BriefPair pair, Audience audience) => Task.FromResult(new RenderedBrief("s", "<p>h</p>", "t")); }
internal static class BriefQuestions { public static string ForManager(DealItem d, BriefFacts f) => "q"; public static string ForRep(DealItem d, BriefFacts f) => "q"; public static ImmutableArray<string> Prepare(BriefFacts f) => []; }
internal static class Safe { public static string Text(string s, int n) => s; }
public static class BriefJson { public static string Of(BriefPair p, Audience a) => OneOnOne.Storage.Json.Text(p.Facts); }
public static class FindingsCsv { public static string Text(IEnumerable<(OneOnOne.Crm.PersonId, OneOnOne.Analysis.Finding)> f) => string.Join("\n", f.Select(x => $"{x.Item1},{x.Item2}")); }
public static class FindingsJson { public static string Of(IEnumerable<(OneOnOne.Crm.PersonId, OneOnOne.Analysis.Finding)> f) => OneOnOne.Storage.Json.Text(f.Select(x => x.Item2)); }
