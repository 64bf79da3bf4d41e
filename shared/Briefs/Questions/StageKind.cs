namespace OneOnOne.Briefs;

/// <summary>Roughly where in a sale a stage lies, by the words that CRMs use. Companies name their stages as they like, so most unknown names are <see cref="Other"/>.</summary>
internal enum StageKind
{
    Discovery,
    Proof,
    Proposal,
    Negotiation,
    Signing,
    Other,
}

internal static class StageKinds
{
    // Signing before Negotiation: "Contract sent" is waiting for a signature. Order decides where a name has words of two.
    private static readonly (StageKind Kind, string[] Words)[] Known =
    [
        (StageKind.Signing, ["sent for signature", "signature", "signing", "contract sent", "verbal", "commit", "closing", "unterschrift", "mündlich"]),
        (StageKind.Negotiation, ["negotiat", "contract", "legal", "procurement", "redline", "terms", "verhandl", "vertrag", "einkauf"]),
        (StageKind.Proposal, ["proposal", "quote", "quotation", "offer", "pricing", "angebot"]),
        (StageKind.Proof, ["trial", "poc", "pilot", "proof", "demo", "presentation", "evaluat", "validation", "vorführung", "präsentation", "teststellung"]),
        (StageKind.Discovery, ["discover", "qualif", "prospect", "lead", "needs", "analysis", "appointment", "intro", "scoping", "bedarf", "erstgespräch", "erstkontakt"]),
    ];

    public static StageKind Of(string stage) => Known
        .Where(known => known.Words.Any(word => stage.Contains(word, StringComparison.OrdinalIgnoreCase)))
        .Select(known => known.Kind)
        .FirstOrDefault(StageKind.Other);
}
