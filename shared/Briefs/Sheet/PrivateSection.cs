using System.Collections.Immutable;
using OneOnOne.Languages;

namespace OneOnOne.Briefs;

/// <summary>What the manager wrote for themselves. It takes the manager's own half, which no rep's view can give it.</summary>
internal static class PrivateSection
{
    private const int AllBytes = 4_000;

    public static ImmutableArray<SheetSection> Of(ManagerHalf own, Voice voice)
    {
        ImmutableArray<NoteItem> notes = own.Notes ?? [];
        if (notes.IsEmpty && own.Plan is null)
        {
            return [];
        }

        Language language = voice.Language;
        int each = AllBytes / (Math.Min(notes.Length, JournalRoom.MostLines) + 1);
        List<Block> blocks = [];
        if (own.Plan is { } plan)
        {
            blocks.Add(new Para(language.Say(nameof(FormTexts.OnPlan), ("name", voice.Rep), ("day", voice.Day(plan.Since)), ("text", Wording.Ended(JournalRoom.Cut(plan.Text, each))))));
        }

        if (!notes.IsEmpty)
        {
            blocks.Add(new Bullets([.. notes.Take(JournalRoom.MostLines).Select(note => Line(note, voice, each))]));
        }

        if (notes.Length > JournalRoom.MostLines)
        {
            blocks.Add(new Para(language.Count(nameof(FormTexts.MoreNotes), notes.Length - JournalRoom.MostLines), Tone.Soft));
        }

        return [new SheetSection(language[nameof(FormTexts.ForYouAlone)], null, [.. blocks, new Para(language.Say(nameof(FormTexts.NotForRep), ("names", language.Possessive(voice.Rep))), Tone.Soft)])];
    }

    private static string Line(NoteItem note, Voice voice, int bytes)
    {
        string text = Wording.Ended(JournalRoom.Cut(note.Text, bytes));
        return note.By == Writer.Manager
            ? voice.Language.Say(nameof(FormTexts.OwnNote), ("day", voice.Day(note.At)), ("text", text))
            : voice.Language.Say(nameof(FormTexts.OthersNote), ("day", voice.Day(note.At)), ("who", voice.Name(note.By)), ("text", text));
    }
}
