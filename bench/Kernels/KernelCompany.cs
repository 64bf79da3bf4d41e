using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Crm;
using OneOnOne.Ingest;
using OneOnOne.Ingest.Csv;
using OneOnOne.Ingest.Parts;
using OneOnOne.Local;
using OneOnOne.Local.Commands;
using OneOnOne.Local.Generation;
using OneOnOne.Privacy;
using OneOnOne.Settings;
using OneOnOne.Storage;
using Company = OneOnOne.Local.Generation.Company;
using Person = OneOnOne.Crm.Person;

namespace OneOnOne.Bench.Kernels;

/// <summary>What the kernels work on: a made-up company, the same each time, ingested as the product does it, and its rep with the most open deals.</summary>
internal sealed class KernelCompany : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("oneonone-kernels-");
    private ServiceProvider? _services;

    public GeneratedSnapshot Snapshot { get; private set; } = null!;

    public ServiceProvider Services => _services ??= Composition.Build(new DataFolder(_folder.FullName), new FrozenClock(TakenAt), OneOnOneSettings.Read(Composition.Configuration(new DataFolder(_folder.FullName))));

    public DateTimeOffset TakenAt => new(Snapshot.TakenAt, TimeSpan.Zero);

    public RepBook Book { get; private set; } = null!;

    public Person Rep { get; private set; } = null!;

    public static KernelCompany Make()
    {
        KernelCompany company = new();
        company.MakeAsync().GetAwaiter().GetResult(); // BenchmarkDotNet's setup is synchronous where it runs in this process.
        return company;
    }

    /// <summary>The rep's deals as a reader hands them to the merge.</summary>
    public async Task<IncomingOpportunity[]> IncomingAsync()
    {
        CsvSnapshotSource source = CsvSnapshotSource.Open(Snapshot.Folder);
        SectionCounts counts = new(new Nowhere());
        using SnapshotAssembly assembly = new(await source.DescribeAsync(CancellationToken.None), counts, Forgotten.Nobody);
        await foreach (RowBatch batch in source.ReadAsync(assembly.Numbers, counts, CancellationToken.None))
        {
            assembly.Add(batch);
        }

        IncomingSnapshot incoming = assembly.Complete();
        return [.. Enumerable.Range(0, SnapshotParts.Count).SelectMany(part => incoming.ReadPart(part).Deals).Where(deal => deal.Row.Owner == Rep.Id)];
    }

    public void Dispose()
    {
        _services?.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task MakeAsync()
    {
        GeneratorOptions options = new(Reps: 16, Weeks: 1, Seed: 7, Path.Combine(_folder.FullName, "export"), GeneratorOptions.DefaultUntil) { OpportunitiesPerRep = 200 };
        Snapshot = (await Company.GenerateAsync(options, CancellationToken.None)).Snapshots[0];
        using StringWriter told = new(CultureInfo.InvariantCulture);
        await IngestCommand.RunAsync(Services, new DataFolder(_folder.FullName), CsvSnapshotSource.Open(Snapshot.Folder), Terminal.Plain(told, told), CancellationToken.None);
        IBookStore books = Services.GetRequiredService<IBookStore>();
        foreach (Person person in (await books.PeopleAsync(CancellationToken.None)).OrderBy(person => person.Id))
        {
            if (await books.ReadBookAsync(person.Id, person.Manager, CancellationToken.None) is { } book && book.Open.Length > (Book?.Open.Length ?? 0))
            {
                (Rep, Book) = (person, book);
            }
        }
    }

    private sealed class Nowhere : IQuarantine
    {
        public void Add(QuarantinedRow row) => throw new InvalidOperationException($"The generator writes no bad rows, but {row.File} row {row.Row} is {row.Code}.");
    }
}
