using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Languages;

namespace OneOnOne.Briefs;

/// <summary>What changed since the two last met: the answer to "has anything moved?".</summary>
internal static class SinceSection
{
    private const int MostDeals = 5;
    private const int MostFastWins = 3;

    public static SheetSection Of(BriefFacts facts, Voice voice)
    {
        Movement movement = facts.Context.Movement;
        string heading = voice.Say(facts.Meeting?.LastAt is null ? nameof(BriefTexts.SinceDay) : nameof(BriefTexts.SinceMeeting), ("day", voice.Day(movement.Since)));
        ImmutableArray<string> lines = [.. Lines(movement, facts, voice)];
        ImmutableArray<Block> first = facts.Meeting is { LastAt: null } ? [new Para(voice.Say(nameof(BriefTexts.NoEarlierMeeting)), Tone.Soft)] : [];
        return new SheetSection(heading, null, [.. HeldBlocks.Of(facts, voice), .. first, lines.IsEmpty ? new Para(voice.Say(nameof(BriefTexts.NothingMoved))) : new Bullets(lines), .. Fast(movement, voice)]);
    }

    private static IEnumerable<string> Lines(Movement movement, BriefFacts facts, Voice voice)
    {
        ILookup<StageDirection, StageMove> moves = movement.Moved.ToLookup(move => move.Direction);
        (string Name, string[] Deals)[] lines =
        [
            (nameof(BriefTexts.Won), [.. movement.Won.Select(one => Closed(one, voice))]),
            (nameof(BriefTexts.Lost), [.. movement.Lost.Select(one => Closed(one, voice))]),
            (nameof(BriefTexts.MovedForward), [.. moves[StageDirection.Forward].Select(move => Move(move, voice))]),
            (nameof(BriefTexts.MovedBack), [.. moves[StageDirection.Back].Select(move => Move(move, voice))]),
            (nameof(BriefTexts.ChangedStage), [.. moves[StageDirection.Unknown].Select(move => Move(move, voice))]),
            (nameof(BriefTexts.OffTheList), [.. facts.Cleared.Select(one => voice.Title(one, 60))]),
            (nameof(BriefTexts.NewDeals), [.. movement.New.Select(one => With(voice.Title(one, 60), one.Amount, voice))]),
        ];
        string[] said = [.. lines.Where(line => line.Deals.Length > 0).Select(line => voice.Count(line.Name, line.Deals.Length, ("deals", Wording.Listed(line.Deals, voice.Most(MostDeals), voice))))];
        return movement.Unmoved > 0 && said.Length > 0 ? said.Append(voice.Count(nameof(BriefTexts.SameStage), movement.Unmoved)) : said;
    }

    private static IEnumerable<Block> Fast(Movement movement, Voice voice) => movement.FastWins.Take(voice.Most(MostFastWins)).Select(win => new Para(
        voice.Count(
            voice.Own(nameof(BriefTexts.MovedFastYou), nameof(BriefTexts.MovedFast)), win.Days,
            ("deal", Name(win.Opportunity, voice)), ("rep", voice.Rep), ("wins", win.Wins), ("usual", Wording.Down(win.UsualDays, voice)), ("where", PatternBlocks.Fast(win, voice))),
        Tone.Good));

    private static string Name(ClosedOpportunity one, Voice voice) => Safe.First(60, one.Name, one.Account, one.Id.Value, voice.Say(nameof(BriefTexts.NoName)));

    private static string Closed(ClosedOpportunity one, Voice voice) => With(Name(one, voice), one.Amount, voice);

    private static string With(string deal, Money? amount, Voice voice) => amount is { } money ? deal + ", " + voice.Language.Of(money) : deal;

    private static string Move(StageMove move, Voice voice) =>
        voice.Say(nameof(BriefTexts.StageMove), ("deal", voice.Title(move.Opportunity, 60)), ("from", Safe.Text(move.From, 60)), ("to", Safe.Text(move.To, 60)));
}
