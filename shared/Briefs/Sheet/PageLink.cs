namespace OneOnOne.Briefs;

/// <summary>A link of the house's own, never of the CRM's.</summary>
public sealed record PageLink(string Text, string Href);
