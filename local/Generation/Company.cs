using System.Collections.Immutable;

namespace OneOnOne.Local.Generation;

/// <summary>
/// Makes up a sales company and writes what its CRM would have exported each week. Deals live their whole life once;
/// each snapshot shows that life cut off at its instant. One rep is in memory at a time. Same options, same bytes.
/// </summary>
internal static class Company
{
    /// <exception cref="UserErrorException">An option is out of range, or the folder cannot be written.</exception>
    public static async Task<GeneratedCompany> GenerateAsync(GeneratorOptions options, CancellationToken cancellation)
    {
        options.Validate();
        Roster roster = Roster.Hire(options);
        Stories? stories = options.Stories ? new Stories(options.Until) : null;
        if (stories is not null)
        {
            Stories.Cast(roster);
        }

        List<SnapshotFolder> folders = [];
        try
        {
            foreach (DateTime instant in options.Instants())
            {
                SnapshotFolder folder = new(options.OutDirectory, instant);
                folders.Add(folder);
                WriteRoster(folder, roster, stories);
            }

            await WriteDealsAsync(options, roster, stories, folders, cancellation);
            ImmutableArray<GeneratedSnapshot>.Builder snapshots = ImmutableArray.CreateBuilder<GeneratedSnapshot>(folders.Count);
            foreach (SnapshotFolder folder in folders)
            {
                if (stories is not null)
                {
                    Stories.WriteBadRows(folder);
                }

                snapshots.Add(await folder.FinishAsync(cancellation));
            }

            return new GeneratedCompany(snapshots.MoveToImmutable());
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"--out {options.OutDirectory} cannot be written: {error.Message}", error);
        }
        finally
        {
            foreach (SnapshotFolder folder in folders)
            {
                await folder.DisposeAsync();
            }
        }
    }

    private static void WriteRoster(SnapshotFolder folder, Roster roster, Stories? stories)
    {
        foreach (Person person in roster.People)
        {
            folder.Write(person);
        }

        foreach (Rep rep in roster.Reps)
        {
            folder.WriteQuotas(rep);
            folder.Write(rep.Meeting);
        }

        foreach (MeetingException exception in stories is null ? [] : Stories.Exceptions(roster))
        {
            folder.Write(exception);
        }
    }

    private static async Task WriteDealsAsync(GeneratorOptions options, Roster roster, Stories? stories, List<SnapshotFolder> folders, CancellationToken cancellation)
    {
        Numbers numbers = new();
        DealMaker maker = new(options, numbers);
        foreach (Rep rep in roster.Reps)
        {
            cancellation.ThrowIfCancellationRequested();
            List<Deal> deals = maker.DealsOf(rep);
            deals.AddRange(stories?.DealsOf(rep, numbers) ?? []);
            List<Touch> loose = maker.LooseWorkOf(rep);
            foreach (SnapshotFolder folder in folders)
            {
                deals.ForEach(folder.Write);
                loose.ForEach(touch => folder.Write(touch, opportunity: null));
                await folder.FlushAsync(all: false, cancellation);
            }
        }
    }
}
