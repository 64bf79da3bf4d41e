using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Pipeline;
using OneOnOne.Settings;
using OneOnOne.Storage;

namespace OneOnOne.Http.Thresholds;

/// <summary>What changed settings would find that the present ones do not, and the other way round, in the newest snapshot.</summary>
internal sealed class ThresholdPreview(IBookStore books, Reports reports, OneOnOneSettings settings)
{
    /// <summary>Bounds the work of one question. A larger company asks team by team.</summary>
    public const int MostReps = 500;

    /// <summary>Bounds the answer; the counts are always complete.</summary>
    public const int MostChanges = 500;

    /// <exception cref="UserErrorException">A value is not allowed, a name is not a setting, or the question is too large; nothing was ingested.</exception>
    public async Task<PreviewReport> OfAsync(IReadOnlyList<KeyValuePair<string, string>> changes, PersonId? team, string? stage, CancellationToken cancellation)
    {
        ThresholdSet changed = settings.ThresholdSource.With(changes, team, stage).ToSet();
        DateTimeOffset asOf = await reports.DefaultAsOfAsync(cancellation);
        await RequireStageAsync(stage, cancellation);
        ImmutableArray<PersonId> reps = team is { } manager ? await RepsOfAsync(manager, cancellation) : await books.RepsAsync(cancellation);
        if (reps.Length > MostReps)
        {
            throw new UserErrorException($"There are {reps.Length} reps, and a preview covers at most {MostReps}. Name one team with team=.");
        }

        List<(PersonId? Team, PreviewChange Change)> found = [];
        Dictionary<string, int> before = [];
        foreach (PersonId rep in reps)
        {
            if (await reports.MaterialAsync(rep, asOf, cancellation) is not { } material)
            {
                continue;
            }

            Finding[] now = Run(material.Book, material.Context);
            foreach (Finding finding in now)
            {
                before[KindOf(finding)] = before.GetValueOrDefault(KindOf(finding)) + 1;
            }

            found.AddRange(Compare(rep, now, Run(material.Book, material.Context with { Thresholds = changed })).Select(change => (material.Context.Manager, change)));
        }

        return new PreviewReport(
            asOf,
            reps.Length,
            [.. Kinds.Select(kind => new KindCount(kind, before.GetValueOrDefault(kind), found.Count(one => one.Change.Comes && one.Change.Kind == kind), found.Count(one => !one.Change.Comes && one.Change.Kind == kind)))],
            [.. found.GroupBy(one => one.Team).OrderBy(group => group.Key).Select(group => new TeamCount(group.Key, group.Count(one => one.Change.Comes), group.Count(one => !one.Change.Comes)))],
            found.Count,
            [.. found.Select(one => one.Change).Take(MostChanges)]);
    }

    private async Task RequireStageAsync(string? stage, CancellationToken cancellation)
    {
        ImmutableArray<string> known = (await books.NewestSnapshotAsync(cancellation))?.Stages ?? [];
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
        return then.Where(finding => !had.Contains(Key(finding))).Select(finding => new PreviewChange(rep, KindOf(finding), true, finding.Opportunity))
            .Concat(now.Where(finding => !has.Contains(Key(finding))).Select(finding => new PreviewChange(rep, KindOf(finding), false, finding.Opportunity)));
    }

    private static Finding[] Run(RepBook book, AnalysisContext context) => [.. Analyses.All.SelectMany(part => Analyses.Run(part, book, context).Findings)];

    private static (string, OpportunityId) Key(Finding finding) => (KindOf(finding), finding.Opportunity.Id);

    private static readonly ImmutableArray<string> Kinds = ["stall", "slip", "stageOutlier"];

    private static string KindOf(Finding finding) => finding switch
    {
        Stall => Kinds[0],
        Slip => Kinds[1],
        StageOutlier => Kinds[2],
        _ => throw new InvalidOperationException($"A finding without a name: {finding.GetType().Name}"),
    };
}

/// <summary>What would come and go.</summary>
/// <param name="AsOf">The instant that ages are measured at: the newest snapshot's.</param>
/// <param name="Reps">How many reps were looked at.</param>
/// <param name="Teams">Only those with a change.</param>
/// <param name="ChangeCount">All changes, of which <paramref name="Changes"/> lists the first 500.</param>
public sealed record PreviewReport(DateTimeOffset AsOf, int Reps, ImmutableArray<KindCount> Kinds, ImmutableArray<TeamCount> Teams, int ChangeCount, ImmutableArray<PreviewChange> Changes);

/// <param name="Kind">stall, slip or stageOutlier.</param>
/// <param name="Now">Findings under the present settings.</param>
public sealed record KindCount(string Kind, int Now, int Come, int Go);

/// <param name="Team">The manager's id; absent for reps without one.</param>
public sealed record TeamCount(PersonId? Team, int Come, int Go);

/// <param name="Comes">True: only the changed settings find it. False: only the present ones do.</param>
public sealed record PreviewChange(PersonId Rep, string Kind, bool Comes, OpportunityRef Opportunity);
