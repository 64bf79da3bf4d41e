namespace OneOnOne.Briefs;

/// <summary>
/// One half of a pair, as a renderer gets it. The rep's view has no member from which the manager's half could be reached,
/// so a rep's page that showed something of it would not compile.
/// </summary>
public abstract record BriefView(BriefFacts Facts)
{
    public static BriefView Of(BriefPair pair, Audience audience) => audience switch
    {
        Audience.Manager => new ManagerView(pair.Facts, pair.Manager),
        Audience.Rep => new RepView(pair.Facts, pair.Rep),
        _ => throw new ArgumentOutOfRangeException(nameof(audience)),
    };
}

public sealed record ManagerView(BriefFacts Facts, ManagerHalf Own) : BriefView(Facts);

public sealed record RepView(BriefFacts Facts, RepHalf Own) : BriefView(Facts);

/// <summary>One half, ready to be sent: a one-line subject and the same content as HTML and as plain text.</summary>
public sealed record RenderedBrief(string Subject, string Html, string Text);
