using OneOnOne.Analysis;
using OneOnOne.Languages;

namespace OneOnOne.Briefs;

internal static partial class Wording
{
    public static string Of(DataNote note, Voice voice) => note.Issue == DataIssue.ActivityStopped ? Stopped(note, voice) : voice.Count(
        note.Issue switch
        {
            DataIssue.NoActivities => nameof(BriefTexts.NoteNoActivities),
            DataIssue.NoBookedActivities => nameof(BriefTexts.NoteNoBookedActivities),
            DataIssue.NoCloseDates => nameof(BriefTexts.NoteNoCloseDates),
            DataIssue.StageEntryUnknown => nameof(BriefTexts.NoteStageEntryUnknown),
            DataIssue.TooFewWonVisits => nameof(BriefTexts.NoteTooFewWon),
            DataIssue.NoAmount => nameof(BriefTexts.NoteNoAmount),
            DataIssue.RowsQuarantined => nameof(BriefTexts.NoteQuarantined),
            DataIssue.OldSnapshot => nameof(BriefTexts.NoteOld),
            DataIssue.NewerThanAsOf => nameof(BriefTexts.NoteNewer),
            DataIssue.MixedCurrencies => nameof(BriefTexts.NoteCurrencies),
            DataIssue.NoHolidays => nameof(BriefTexts.NoteNoHolidays),
            DataIssue.TooFewLostVisits => nameof(BriefTexts.NoteTooFewLost),
            _ => throw new ArgumentOutOfRangeException(nameof(note)),
        },
        note.Count);

    private static string Stopped(DataNote note, Voice voice)
    {
        string stopped = voice.Say(voice.Own(nameof(BriefTexts.NoteStoppedYou), nameof(BriefTexts.NoteStopped)), ("rep", voice.Rep), ("day", voice.Weekday(note.Since!.Value)));
        return note.Count == 0 ? stopped : stopped + " " + voice.Count(nameof(BriefTexts.NoteStoppedWould), note.Count);
    }

    public static string Of(AnalysisPart missing, Voice voice) => voice.Say(missing switch
    {
        AnalysisPart.Stalls => nameof(BriefTexts.MissingStalls),
        AnalysisPart.Slips => nameof(BriefTexts.MissingSlips),
        AnalysisPart.StageOutliers => nameof(BriefTexts.MissingStageTimes),
        _ => throw new ArgumentOutOfRangeException(nameof(missing)),
    });

    /// <summary>The same in short, where the sentences stand elsewhere.</summary>
    public static string NotInTime(AnalysisPart part, Voice voice) => voice.Say(nameof(BriefTexts.PartMissing), ("part", Name(part, voice.Language)));

    /// <summary>The same as a heading's words, where the sentence has been said above.</summary>
    public static string Name(AnalysisPart part, Language language) => language.Say(part switch
    {
        AnalysisPart.Stalls => nameof(BriefTexts.PartStalls),
        AnalysisPart.Slips => nameof(BriefTexts.PartSlips),
        AnalysisPart.StageOutliers => nameof(BriefTexts.PartStageTimes),
        _ => throw new ArgumentOutOfRangeException(nameof(part)),
    });
}
