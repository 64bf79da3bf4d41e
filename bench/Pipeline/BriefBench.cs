using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Local;
using OneOnOne.Local.Commands;
using OneOnOne.Pipeline;
using OneOnOne.Settings;
using OneOnOne.Storage;

namespace OneOnOne.Bench.Pipeline;

/// <summary>What one brief takes in a process that is warm: step by step, and asked for over HTTP.</summary>
internal static class BriefBench
{
    /// <summary>Until the code is compiled for speed, and the compiler has nothing left to do.</summary>
    private const int WarmUps = 1000;
    private const int Measurements = 500;

    public static async Task<IReadOnlyList<Measured>> HalvesAsync(Workplace place, CancellationToken cancellation)
    {
        await using ServiceProvider services = Composition.Build(place.Data, new FrozenClock(place.ChangedAt), OneOnOneSettings.Read(Composition.Configuration(place.Data)));
        IBookStore books = services.GetRequiredService<IBookStore>();
        Reports reports = services.GetRequiredService<Reports>();
        BriefRenderer renderer = services.GetRequiredService<BriefRenderer>();
        PersonId[] reps = await RepsAsync(books, cancellation);
        List<BriefPair> pairs = [];
        foreach (PersonId rep in reps)
        {
            pairs.Add(await PairAsync(rep));
        }

        return
        [
            await EachAsync("read a book, warm", place, "books", reps, rep => books.ReadBookAsync(rep, null, cancellation)),
            await EachAsync("read, analyse and compose, warm", place, "pairs of briefs", reps, PairAsync),
            await EachAsync("render the manager's half, warm", place, "briefs", pairs, pair => renderer.RenderAsync(pair, Audience.Manager)),
            await EachAsync("render the rep's half, warm", place, "briefs", pairs, pair => renderer.RenderAsync(pair, Audience.Rep)),
        ];

        async Task<BriefPair> PairAsync(PersonId rep) => await reports.BriefAsync((await books.FindPersonAsync(rep, cancellation))!, place.ChangedAt, cancellation);
    }

    /// <summary>As `serve` answers, with the client in the same process: its part counts as well.</summary>
    public static async Task<IReadOnlyList<Measured>> OnDemandAsync(Workplace place, CancellationToken cancellation)
    {
        await using WebApplication app = ServeCommand.Build(place.Data, "http://127.0.0.1:0", place.ChangedAt);
        await app.StartAsync(cancellation);
        using HttpClient client = new() { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };
        PersonId[] reps = await RepsAsync(app.Services.GetRequiredService<IBookStore>(), cancellation);
        List<Measured> all = [];
        foreach ((string form, string address) in new[] { ("page", "/reps/{0}?for=manager"), ("mail", "/api/reps/{0}/brief?for=manager&format=html"), ("JSON", "/api/reps/{0}/brief?for=manager") })
        {
            all.Add(await EachAsync($"on demand over HTTP, {form}, warm", place, "briefs", reps, rep => client.GetByteArrayAsync(new Uri(string.Format(CultureInfo.InvariantCulture, address, rep), UriKind.Relative), cancellation)));
        }

        await app.StopAsync(cancellation);
        return all;
    }

    /// <summary>Different ones, spread over the company, so that nothing of the last one helps with the next.</summary>
    private static async Task<PersonId[]> RepsAsync(IBookStore books, CancellationToken cancellation)
    {
        var all = await books.RepsAsync(cancellation);
        int step = Math.Max(1, all.Length / Measurements);
        return [.. all.Where((_, i) => i % step == 0).Take(Measurements)];
    }

    private static async Task<Measured> EachAsync<T>(string step, Workplace place, string unit, IReadOnlyList<T> inputs, Func<T, Task> work)
    {
        for (int i = 0; i < WarmUps; i++)
        {
            await work(inputs[i % inputs.Count]);
        }

        double[] each = new double[Measurements];
        Meter meter = new(place.Data.Database);
        for (int i = 0; i < Measurements; i++)
        {
            long start = Stopwatch.GetTimestamp();
            await work(inputs[i % inputs.Count]);
            each[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Measured measured = meter.Read(step, Measurements, unit);
        Array.Sort(each);
        return measured with { MedianMs = At(0.5), Percentile95Ms = At(0.95) };

        double At(double share) => Math.Round(each[(int)(share * (each.Length - 1))], 3);
    }
}
