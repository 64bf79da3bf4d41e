using System.Collections.Immutable;
using OneOnOne.Languages;

namespace OneOnOne.Briefs;

/// <summary>What the manager alone reads. It takes a manager's view, so that no rep's sheet can have it.</summary>
internal static class PrivateSection
{
    private const int AllBytes = 4_000;

    public static ImmutableArray<SheetSection> Of(ManagerView view, Voice voice)
    {
        ImmutableArray<Block> blocks = [.. PatternBlocks.Of(view, voice), .. TeamLessonBlocks.Of(view.Own.Lessons, voice), .. Notes(view.Own.Notes ?? [], voice), .. ActionRows.Plan(view.Own, voice)];
        return blocks.IsEmpty
            ? []
            : [new SheetSection(voice.Say(nameof(FormTexts.ForYouAlone)), null, [new Para(voice.Say(nameof(FormTexts.NotForRep), ("names", voice.Language.Possessive(voice.Rep))), Tone.Soft), .. blocks])];
    }

    private static IEnumerable<Block> Notes(ImmutableArray<NoteItem> notes, Voice voice)
    {
        if (notes.IsEmpty)
        {
            yield break;
        }

        int most = voice.Most(JournalRoom.MostLines);
        int each = (AllBytes >> voice.Step) / Math.Min(notes.Length, most);
        yield return new Subheading(voice.Say(nameof(CoachingTexts.YourNotes)));
        yield return new Bullets([.. notes.Take(most).Select(note => Line(note, voice, each))]);
        if (notes.Length > most)
        {
            yield return new Para(voice.Count(nameof(FormTexts.MoreNotes), notes.Length - most), Tone.Soft);
        }
    }

    private static string Line(NoteItem note, Voice voice, int bytes)
    {
        string text = Wording.Ended(JournalRoom.Cut(note.Text, bytes));
        return note.By == Writer.Manager
            ? voice.Say(nameof(FormTexts.OwnNote), ("day", voice.Day(note.At)), ("text", text))
            : voice.Say(nameof(FormTexts.OthersNote), ("day", voice.Day(note.At)), ("who", voice.Name(note.By)), ("text", text));
    }
}
