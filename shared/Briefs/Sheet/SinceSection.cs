using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Crm;
using static System.FormattableString;

namespace OneOnOne.Briefs;

/// <summary>What changed since the two last met: the answer to "has anything moved?".</summary>
internal static class SinceSection
{
    public static SheetSection Of(BriefFacts facts, Voice voice)
    {
        Movement movement = facts.Context.Movement;
        string heading = facts.Meeting?.LastAt is null ? "Since " + voice.Day(movement.Since) : "Since the last one-on-one, " + voice.Day(movement.Since);
        ImmutableArray<string> lines = [.. Lines(movement, facts)];
        ImmutableArray<Block> first = facts.Meeting is { LastAt: null } ? [new Para("No earlier one-on-one is on record.", Tone.Soft)] : [];
        return new SheetSection(heading, null, [.. HeldBlocks.Of(facts, voice), .. first, lines.IsEmpty ? new Para("Nothing on record: no deal opened, moved, won or lost.") : new Bullets(lines), .. Fast(movement, voice)]);
    }

    private static IEnumerable<string> Lines(Movement movement, BriefFacts facts)
    {
        ILookup<StageDirection, StageMove> moves = movement.Moved.ToLookup(move => move.Direction);
        string?[] lines =
        [
            Line("Won", [.. movement.Won.Select(Closed)]),
            Line("Lost", [.. movement.Lost.Select(Closed)]),
            Line("Moved forward", [.. moves[StageDirection.Forward].Select(Move)]),
            Line("Moved back", [.. moves[StageDirection.Back].Select(Move)]),
            Line("Changed stage", [.. moves[StageDirection.Unknown].Select(Move)]),
            Line("Off the list", [.. facts.Cleared.Select(one => Safe.Title(one, 60))]),
            Line("New", [.. movement.New.Select(one => Safe.Title(one, 60) + (one.Amount is { } money ? ", " + Wording.Of(money) : ""))]),
        ];
        bool any = lines.Any(line => line is not null);
        return lines.OfType<string>().Concat(movement.Unmoved > 0 && any ? [Invariant($"In the same stage as before: {Wording.Count(movement.Unmoved, "deal")}")] : []);
    }

    private static IEnumerable<Block> Fast(Movement movement, Voice voice) => movement.FastWins.Take(3).Select(win => new Para(
        Invariant($"Moved fast: {Name(win.Opportunity)}, won in {Wording.Count(win.Days, "day")}. Half of {voice.Own} {Wording.Number(win.Wins)} wins took {Wording.Down(win.UsualDays)} days or longer.{PatternBlocks.Fast(win, voice)} What of it can be repeated?"),
        Tone.Good));

    private static string? Line(string label, string[] items) =>
        items.Length == 0 ? null : Invariant($"{label} ({Wording.Number(items.Length)}): {string.Join("; ", items.Take(5))}") + (items.Length > 5 ? Invariant($"; and {Wording.Number(items.Length - 5)} more") : "");

    private static string Name(ClosedOpportunity one) => Safe.First(60, one.Name, one.Account, one.Id.Value, "(no name)");

    private static string Closed(ClosedOpportunity one) => Name(one) + (one.Amount is { } money ? ", " + Wording.Of(money) : "");

    private static string Move(StageMove move) => Invariant($"{Safe.Title(move.Opportunity, 60)}, {Safe.Text(move.From, 60)} to {Safe.Text(move.To, 60)}");
}
