using OneOnOne.Briefs;
using OneOnOne.Crm;

namespace OneOnOne.Http.Pages;

/// <summary>One half of a pair for a browser.</summary>
/// <param name="Half">Whose.</param>
/// <param name="ToRep">The reader is the rep.</param>
public sealed record BriefModel(BriefSheet Sheet, Person Rep, Audience Half, bool ToRep);
