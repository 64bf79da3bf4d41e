using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Crm;
using OneOnOne.Pipeline;
using OneOnOne.Privacy;

namespace OneOnOne.Local.Commands;

/// <summary>Forgets a person. It holds both locks of the data folder, so nobody ingests or runs meanwhile and one pass is all.</summary>
internal static class ForgetCommand
{
    public static async Task<int> RunAsync(DataFolder folder, string rep, bool yes, bool undo, Terminal terminal, CancellationToken cancellation)
    {
        Composition.RequireDatabase(folder);
        using FileStream ingest = folder.Lock("ingest");
        using FileStream run = folder.Lock("run");
        await using ServiceProvider services = Composition.BuildToRead(folder);
        ForgetStep step = services.GetRequiredService<ForgetStep>();
        if (undo)
        {
            return await UndoAsync(step, new PersonId(rep), terminal, cancellation);
        }

        PersonId person = await FindAsync(services, step, rep, cancellation);
        Tombstone? tombstone = await step.FindAsync(person, cancellation);
        (string Kind, int Count)[] held = await HeldAsync(services, person, cancellation);
        if (tombstone is { IsDone: true } && held.Length == 0)
        {
            await terminal.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{person} was forgotten on {tombstone.At.UtcDateTime:yyyy-MM-dd}. Nothing is there any more."));
            return 0;
        }

        await terminal.Out.WriteLineAsync($"What goes for good: {string.Join(", ", held.Select(one => $"{one.Kind} ({one.Count})").DefaultIfEmpty("what an earlier attempt has left"))}.");
        if (!yes && !await ConfirmedAsync(person, terminal, cancellation))
        {
            return 1;
        }

        folder.DeleteMirrors();
        await step.RunAsync(person, alone: true, cancellation);
        await terminal.Out.WriteLineAsync($"{person} is forgotten: erased here, and left out of every further export. docs/privacy.md says what is out of reach: sent mails, the CRM, copies of this folder.");
        return 0;
    }

    private static async Task<int> UndoAsync(ForgetStep step, PersonId person, Terminal terminal, CancellationToken cancellation)
    {
        bool lifted = await step.LiftAsync(person, cancellation);
        await terminal.Out.WriteLineAsync(lifted
            ? $"The next export may bring {person} back. What was erased stays erased."
            : $"{person} was never forgotten here. --undo takes the CRM's id, not a name.");
        return lifted ? 0 : 1;
    }

    /// <summary>Once somebody is forgotten, or half forgotten, only the tombstone knows them, and only by the id.</summary>
    private static async Task<PersonId> FindAsync(IServiceProvider services, ForgetStep step, string rep, CancellationToken cancellation) =>
        await step.FindAsync(new PersonId(rep), cancellation) is not null
            ? new PersonId(rep)
            : (await services.GetRequiredService<Reports>().FindRepAsync(rep, cancellation)).Id;

    private static async Task<(string Kind, int Count)[]> HeldAsync(IServiceProvider services, PersonId person, CancellationToken cancellation)
    {
        Dictionary<string, int> held = [];
        await foreach (Holding holding in services.GetRequiredService<PersonalData>().OfAsync(person, cancellation))
        {
            held[holding.Kind] = held.GetValueOrDefault(holding.Kind) + 1;
        }

        return [.. held.Select(one => (one.Key, one.Value))];
    }

    private static async Task<bool> ConfirmedAsync(PersonId person, Terminal terminal, CancellationToken cancellation)
    {
        TextReader answers = terminal.Answers ?? throw new UserErrorException("Nothing was erased: nobody is there to ask. Say --yes to do it.");
        await terminal.Error.WriteAsync($"Type {person} to erase all of that: ");
        if ((await answers.ReadLineAsync(cancellation))?.Trim() == person.Value)
        {
            return true;
        }

        await terminal.Error.WriteLineAsync("Nothing was erased.");
        return false;
    }
}
