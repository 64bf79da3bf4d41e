using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using OneOnOne.Http.Limits;

namespace OneOnOne.Tests.Http.Limits;

public sealed class AllowanceTests
{
    private const int Schedules = 200;

    /// <summary>Whatever the order of asking and waiting, no minute has more than twice the number, and whoever waits as told gets in.</summary>
    [Fact]
    public void Nobody_gets_more_than_is_allowed_and_whoever_waits_as_told_gets_in()
    {
        for (int seed = 0; seed < Schedules; seed++)
        {
            Random random = new(seed);
            int perMinute = random.Next(1, 30);
            Clock clock = new();
            using Allowance allowance = new(perMinute, clock);
            List<DateTimeOffset> granted = [];
            for (int i = 0; i < 200; i++)
            {
                clock.Now += TimeSpan.FromSeconds(random.NextDouble() * 5);
                using RateLimitLease lease = allowance.AttemptAcquire();
                if (lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan wait))
                {
                    Assert.InRange(wait, TimeSpan.FromTicks(1), TimeSpan.FromMinutes(1));
                    clock.Now += wait - TimeSpan.FromTicks(1);
                    Assert.False(allowance.AttemptAcquire().IsAcquired, $"seed {seed}");
                    clock.Now += TimeSpan.FromTicks(1);
                    Assert.True(allowance.AttemptAcquire().IsAcquired, $"seed {seed}");
                }

                granted.Add(clock.Now);
            }

            // A full allowance at once, and what comes back within the minute.
            int most = granted.Max(first => granted.Count(one => one >= first && one < first.AddMinutes(1)));
            Assert.InRange(most, 1, 2 * perMinute);
        }
    }

    [Fact]
    public void A_clock_that_was_wrong_for_a_day_locks_nobody_out_for_a_day()
    {
        Clock clock = new() { Now = new Clock().Now.AddDays(1) };
        using Allowance allowance = new(2, clock);
        Assert.True(allowance.AttemptAcquire().IsAcquired);
        clock.Now -= TimeSpan.FromDays(1);
        Assert.False(allowance.AttemptAcquire().IsAcquired);
        clock.Now += TimeSpan.FromMinutes(1);
        Assert.True(allowance.AttemptAcquire().IsAcquired);
    }

    [Fact]
    public void One_that_nobody_uses_says_so_and_can_be_forgotten()
    {
        Clock clock = new();
        using Allowance allowance = new(1, clock);
        Assert.True(allowance.AttemptAcquire().IsAcquired);
        Assert.Null(allowance.IdleDuration);
        clock.Now += TimeSpan.FromSeconds(90);
        Assert.Equal(TimeSpan.FromSeconds(30), allowance.IdleDuration);
    }

    [Fact]
    public async Task At_once_it_gives_no_more_than_one_after_another()
    {
        using Allowance allowance = new(100, new Clock());
        bool[] granted = await Task.WhenAll(Enumerable.Range(0, 400).Select(_ => Task.Run(() => allowance.AttemptAcquire().IsAcquired)));
        Assert.Equal(100, granted.Count(one => one));
    }

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    [InlineData("2001:db8:1:2:ffff::1", "2001:db8:1:2::")]
    [InlineData(null, "")]
    public void An_address_stands_for_whoever_has_it(string? address, string key)
    {
        DefaultHttpContext context = new();
        context.Connection.RemoteIpAddress = address is null ? null : IPAddress.Parse(address);
        Assert.Equal(key, RateLimits.AddressOf(context));
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
