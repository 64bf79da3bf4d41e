using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Crm;
using OneOnOne.Journal;
using OneOnOne.Pipeline;
using OneOnOne.Storage;

namespace OneOnOne.Local.Commands;

/// <summary>A rep's journal from the command line, by the rules that hold for everybody.</summary>
internal static class JournalCommand
{
    public static async Task<int> ListAsync(DataFolder folder, string rep, bool all, SignedAs reader, DateTimeOffset? at, Terminal terminal, CancellationToken cancellation)
    {
        await using ServiceProvider services = Composition.BuildToRead(folder);
        Reports reports = services.GetRequiredService<Reports>();
        Person person = await reports.FindRepAsync(rep, cancellation);
        DateTimeOffset now = at ?? TimeProvider.System.GetUtcNow();
        (DateOnly today, DateTimeOffset? last) = await reports.TodayAsync(person, now, cancellation);
        ImmutableArray<Versioned<JournalEntry>> entries = await services.GetRequiredService<IJournal>().ReadAsync(person.Id, all ? DateTimeOffset.MinValue : now, cancellation);
        JournalEntry[] shown = [.. entries.Select(entry => entry.Value).Where(entry => MaySee(reader, entry) && (all || entry.IsInForce(today, last)))];
        foreach (JournalEntry entry in shown)
        {
            await terminal.Out.WriteLineAsync(JournalText.Line(entry));
        }

        if (shown.Length == 0)
        {
            await terminal.Out.WriteLineAsync($"Nothing is open in the journal of {person.Id}. `journal REP --help` says what can be written.");
        }

        return 0;
    }

    /// <param name="content">Made once the rep is known, since deals are looked up in their book.</param>
    public static async Task<int> AddAsync(
        DataFolder folder, string rep, SignedAs author, DateTimeOffset? at, Func<Func<string, OpportunityId>, EntryContent> content, Terminal terminal, CancellationToken cancellation)
    {
        await using ServiceProvider services = Composition.BuildToRead(folder);
        Person person = await services.GetRequiredService<Reports>().FindRepAsync(rep, cancellation);
        ImmutableArray<Opportunity> open = (await services.GetRequiredService<IBookStore>().ReadBookAsync(person.Id, null, cancellation))?.Open ?? [];
        EntryContent entry = content(deal => Deal(open, deal));
        EntryId id = await NextIdAsync(services.GetRequiredService<IJournal>(), person.Id, entry, cancellation);
        return await WriteAsync(services, person, id, entry, EntryState.Open, author, at, mayReplace: null, terminal, cancellation);
    }

    public static async Task<int> CloseAsync(
        DataFolder folder, string rep, string id, EntryState state, SignedAs author, DateTimeOffset? at, Terminal terminal, CancellationToken cancellation)
    {
        await using ServiceProvider services = Composition.BuildToRead(folder);
        Person person = await services.GetRequiredService<Reports>().FindRepAsync(rep, cancellation);
        Versioned<JournalEntry> known = await services.GetRequiredService<IJournal>().FindAsync(person.Id, new EntryId(id), cancellation)
            is { } found && MaySee(author, found.Value) ? found : throw new UserErrorException($"The journal of {person.Id} has no entry \"{id}\". `journal {person.Id}` lists what it has.");
        return await WriteAsync(services, person, known.Value.Id, known.Value.Content, state, author, at, etag => etag == known.ETag, terminal, cancellation);
    }

    private static bool MaySee(SignedAs reader, JournalEntry entry) => reader != SignedAs.Rep || !entry.Content.ManagerOnly;

    private static async Task<int> WriteAsync(
        IServiceProvider services,
        Person person,
        EntryId id,
        EntryContent content,
        EntryState state,
        SignedAs author,
        DateTimeOffset? at,
        Func<string, bool>? mayReplace,
        Terminal terminal,
        CancellationToken cancellation)
    {
        Signature signature = new(author == SignedAs.Rep ? person.Id : person.Manager, author, at ?? TimeProvider.System.GetUtcNow());
        JournalWrite write = await services.GetRequiredService<JournalWriter>().PutAsync(person.Id, id, content, state, signature, mayReplace, cancellation);
        await terminal.Out.WriteLineAsync(JournalText.Line((write.Entry ?? throw new UserErrorException(write.Because!)).Value));
        return 0;
    }

    /// <summary>An open deal by its id, or by its name where only one has it.</summary>
    private static OpportunityId Deal(ImmutableArray<Opportunity> open, string idOrName)
    {
        Opportunity[] found = open.Where(one => one.Id.Value == idOrName).ToArray() is { Length: > 0 } exact
            ? exact
            : [.. open.Where(one => idOrName.Equals(one.Details.Name, StringComparison.OrdinalIgnoreCase))];
        return found.Length == 1
            ? found[0].Id
            : throw new UserErrorException(found.Length == 0
                ? $"The rep has no open deal \"{idOrName}\". Give its id or its whole name, as `findings` and `brief` have them."
                : $"{found.Length} open deals are called \"{idOrName}\". Give an id: {string.Join(", ", found.Take(5).Select(one => one.Id.Value))}.");
    }

    /// <summary>Short to type: the kind's first letter and the next number.</summary>
    private static async Task<EntryId> NextIdAsync(IJournal journal, PersonId rep, EntryContent content, CancellationToken cancellation)
    {
        string prefix = (content.ManagerOnly ? EntryId.ManagerOnly : "") + content.Kind[0];
        int last = (await journal.ReadAsync(rep, DateTimeOffset.MinValue, cancellation))
            .Select(entry => entry.Value.Id.Value)
            .Where(id => id.StartsWith(prefix, StringComparison.Ordinal))
            .Select(id => int.TryParse(id.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0)
            .DefaultIfEmpty().Max();
        return new EntryId(string.Create(CultureInfo.InvariantCulture, $"{prefix}{last + 1}"));
    }
}
