using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OneOnOne.Crm;
using OneOnOne.Local;
using OneOnOne.Local.Generation;
using OneOnOne.Pipeline;
using OneOnOne.Settings;
using OneOnOne.Storage;
using OneOnOne.Tests.Builders;
using OneOnOne.Tests.Generation;
using OneOnOne.Tests.Promises;

namespace OneOnOne.Tests.Local;

/// <summary>What does not grow with the company.</summary>
public sealed class ScaleTests
{
    private const int Reps = 40;

    [Fact]
    [Promise("R23", Reps, "reps, analysed and briefed")]
    public async Task R23_A_run_holds_the_books_it_is_at_and_never_the_companys()
    {
        using GeneratedFolder generated = await GeneratedFolder.MakeAsync(folder => new GeneratorOptions(Reps, Weeks: 1, Seed: 3, folder, GeneratorOptions.DefaultUntil));
        using PipelineCommand command = new();
        await command.DoAsync("ingest", "--csv", Directory.GetDirectories(generated.Root).Single());
        BooksAlive alive = new();
        DataFolder data = new(command.Data);
        OneOnOneSettings settings = OneOnOneSettings.Read(Composition.Configuration(data));
        ServiceCollection services = new();
        Composition.Add(services, data, new FrozenClock(DateTimeOffset.Parse(PipelineCommand.AsOf, CultureInfo.InvariantCulture)), settings with { Plan = settings.Plan with { Lead = TimeSpan.FromDays(7) } });
        IBookStore store = (IBookStore)services.Last(service => service.ServiceType == typeof(IBookStore)).ImplementationInstance!;
        services.Replace(ServiceDescriptor.Singleton<IBookStore>(new HookedStore(store) { AfterBook = alive.Add }));
        await using ServiceProvider provider = services.BuildServiceProvider();
        PlanReport report = await Pipelines.RunOnceAsync(provider, CancellationToken.None);
        Assert.InRange(report.Planned, Reps / 2, Reps);
        Assert.InRange(alive.Read, 3 * report.Planned, int.MaxValue);

        // One for each message that is handled at the time, and one that its task has not let go of.
        Assert.InRange(alive.Most, 1, 2 * Environment.ProcessorCount);
    }

    /// <summary>How many books that were read are still held by somebody, looked at now and then.</summary>
    private sealed class BooksAlive
    {
        private const int Often = 10;

        private readonly Lock _lock = new();
        private readonly List<WeakReference> _books = [];

        public int Read { get; private set; }

        public int Most { get; private set; }

        [MethodImpl(MethodImplOptions.NoInlining)]
        public void Add(RepBook book)
        {
            lock (_lock)
            {
                _books.Add(new WeakReference(book));
                if (++Read % Often == 0)
                {
                    GC.Collect();
                    _books.RemoveAll(one => !one.IsAlive);
                    Most = Math.Max(Most, _books.Count);
                }
            }
        }
    }
}
