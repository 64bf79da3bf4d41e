using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Evaluation;
using OneOnOne.Languages;
using OneOnOne.Pipeline;
using OneOnOne.Settings;
using OneOnOne.Storage;

namespace OneOnOne.Previews;

/// <summary>
/// What changed settings would find that the present ones do not, and the other way round: in the newest snapshot, and in the past with
/// what became of it.
/// </summary>
public sealed class ThresholdPreview(IBookStore books, Reports reports, OneOnOneSettings settings)
{
    /// <summary>Bounds the answer; the counts are always complete.</summary>
    private const int MostChanges = 500;

    /// <param name="language">What the notes about the past are written in.</param>
    /// <exception cref="UserErrorException">A value is not allowed, a name is not a setting, or the question is too large; nothing was ingested.</exception>
    public async Task<PreviewReport> OfAsync(PreviewQuestion question, PreviewLimits limits, Language language, CancellationToken cancellation)
    {
        ThresholdSet changed = settings.ThresholdSource.With(question.Changes, question.Team, question.Stage).ToSet();
        DateTimeOffset asOf = await reports.DefaultAsOfAsync(cancellation);
        Snapshot? newest = await books.NewestSnapshotAsync(cancellation);
        RequireStage(question.Stage, newest);
        ImmutableArray<PersonId> all = await books.RepsAsync(cancellation);
        ImmutableArray<PersonId> reps = question.Team is { } manager ? await RepsOfAsync(manager, cancellation) : all;
        if (reps.Length > limits.Reps)
        {
            throw new UserErrorException($"There are {reps.Length} reps, and a preview covers at most {limits.Reps}. Name one team with team=.");
        }

        PreviewReport report = await PresentAsync(reps, asOf, changed, cancellation);
        if (newest is null || reps.Length > limits.PastReps)
        {
            return report with { PastMissing = language.Say(nameof(PageTexts.PastTooManyReps), ("most", limits.PastReps), ("reps", reps.Length)) };
        }

        bool alone = all.Length > limits.PastReps;
        History history = await StoredHistory.ReadAsync(books, alone ? reps : all.Union(reps), newest, cancellation);
        PastReport? past = new PastPreview(history, settings.Analysis, changed, language).Of([.. reps], cancellation);
        return past is null
            ? report with { PastMissing = language.Say(nameof(PageTexts.PastTooYoung), ("days", PastPreview.HorizonDays)) }
            : report with { Past = alone ? past with { Notes = past.Notes.Add(language[nameof(PageTexts.PastTeamAlone)]) } : past };
    }

    private async Task<PreviewReport> PresentAsync(ImmutableArray<PersonId> reps, DateTimeOffset asOf, ThresholdSet changed, CancellationToken cancellation)
    {
        List<(PersonId? Team, PreviewChange Change)> found = [];
        Dictionary<string, int> before = [];
        foreach (PersonId rep in reps)
        {
            if (await reports.MaterialAsync(rep, asOf, cancellation) is not { } material)
            {
                continue;
            }

            Finding[] now = FindingKinds.Run(material.Book, material.Context);
            foreach (Finding finding in now)
            {
                before[FindingKinds.Of(finding)] = before.GetValueOrDefault(FindingKinds.Of(finding)) + 1;
            }

            found.AddRange(Compare(rep, now, FindingKinds.Run(material.Book, material.Context with { Thresholds = changed })).Select(change => (material.Context.Manager, change)));
        }

        return new PreviewReport(
            asOf,
            reps.Length,
            [.. FindingKinds.All.Select(kind => new KindCount(kind, before.GetValueOrDefault(kind), found.Count(one => one.Change.Comes && one.Change.Kind == kind), found.Count(one => !one.Change.Comes && one.Change.Kind == kind)))],
            [.. found.GroupBy(one => one.Team).OrderBy(group => group.Key).Select(group => new TeamCount(group.Key, group.Count(one => one.Change.Comes), group.Count(one => !one.Change.Comes)))],
            found.Count,
            [.. found.Select(one => one.Change).Take(MostChanges)]);
    }

    private static void RequireStage(string? stage, Snapshot? newest)
    {
        ImmutableArray<string> known = newest?.Stages ?? [];
        if (stage is not null && !known.IsEmpty && !known.Contains(stage, StringComparer.OrdinalIgnoreCase))
        {
            throw new UserErrorException($"There is no stage \"{stage}\". There are: {string.Join(", ", known)}.");
        }
    }

    private async Task<ImmutableArray<PersonId>> RepsOfAsync(PersonId manager, CancellationToken cancellation) =>
        (await books.FindTeamAsync(manager, cancellation) ?? throw new UserErrorException($"Nobody called \"{manager}\" leads a team. Give a manager's id.")).Reps;

    private static IEnumerable<PreviewChange> Compare(PersonId rep, Finding[] now, Finding[] then)
    {
        HashSet<(string, OpportunityId)> had = [.. now.Select(Key)];
        HashSet<(string, OpportunityId)> has = [.. then.Select(Key)];
        return then.Where(finding => !had.Contains(Key(finding))).Select(finding => new PreviewChange(rep, FindingKinds.Of(finding), true, finding.Opportunity))
            .Concat(now.Where(finding => !has.Contains(Key(finding))).Select(finding => new PreviewChange(rep, FindingKinds.Of(finding), false, finding.Opportunity)));
    }

    private static (string, OpportunityId) Key(Finding finding) => (FindingKinds.Of(finding), finding.Opportunity.Id);
}
