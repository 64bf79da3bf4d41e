using System.Collections.Concurrent;

namespace OneOnOne.Local.FakeCrm.HubSpot;

/// <summary>
/// Decides whether a request is answered: token, allowance, and what goes wrong by itself. A request that is asked again and again meets
/// each trouble a few times at the most, so that whoever is patient comes to the end.
/// </summary>
internal sealed class FakeHubSpotGuard(FakeHubSpotOptions options, FakeTrouble trouble)
{
    private const int MostPerRequest = 3;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly FakeDice _dice = new(trouble.Seed);
    private readonly ConcurrentDictionary<string, int> _troubles = new(StringComparer.Ordinal);
    private readonly Queue<DateTimeOffset> _recent = new();
    private readonly Lock _counts = new();

    public FakeDice Dice => _dice;

    public int UsedToday { get; private set; }

    public int UsedInWindow { get; private set; }

    public void NextDay()
    {
        lock (_counts)
        {
            UsedToday = 0;
        }
    }

    /// <exception cref="FakeHubSpotRefusal">It is not answered.</exception>
    public void Admit(string? authorization, bool isSearch, string request)
    {
        if (authorization != "Bearer " + options.Token)
        {
            throw FakeHubSpotRefusal.NotSignedIn();
        }

        Count();
        if (Meets(trouble.SignedOut, "401 " + request, 1))
        {
            throw FakeHubSpotRefusal.NotSignedIn();
        }

        if (Meets(trouble.TooMany, "429 " + request, MostPerRequest))
        {
            throw FakeHubSpotRefusal.TooMany(isSearch ? "SECONDLY" : "TEN_SECONDLY_ROLLING", _dice.Chance(50) ? TimeSpan.FromSeconds(_dice.Between(0, 1)) : null);
        }

        if (Meets(trouble.Failing, "5xx " + request, MostPerRequest))
        {
            int status = 500 + (_dice.Between(0, 2) is 0 ? 0 : _dice.Between(2, 4));
            throw new FakeHubSpotRefusal(status, "INTERNAL_ERROR", "Something went wrong on our side.");
        }
    }

    public bool CutsOff(string request) => Meets(trouble.CutOff, "cut " + request, MostPerRequest);

    public bool LosesCursor(string request) => Meets(trouble.LostCursor, "cursor " + request, 1);

    /// <param name="left">Rows that there are for this page and all behind it.</param>
    public int PageSize(int asked, int left) => left > 1 && _dice.Chance(trouble.SmallPages) ? _dice.Between(1, Math.Min(asked, left)) : asked;

    public bool Repeats() => _dice.Chance(trouble.RepeatedRows);

    private bool Meets(int percent, string what, int most)
    {
        if (percent == 0 || !_dice.Chance(percent) || _troubles.GetValueOrDefault(what) >= most)
        {
            return false;
        }

        _troubles.AddOrUpdate(what, 1, (_, count) => count + 1);
        return true;
    }

    private void Count()
    {
        lock (_counts)
        {
            if (UsedToday >= options.DailyLimit)
            {
                throw FakeHubSpotRefusal.TooMany("DAILY");
            }

            DateTimeOffset now = options.Clock.GetUtcNow();
            while (_recent.TryPeek(out DateTimeOffset oldest) && now - oldest >= Window)
            {
                _recent.Dequeue();
            }

            if (_recent.Count >= options.TenSecondLimit)
            {
                throw FakeHubSpotRefusal.TooMany("TEN_SECONDLY_ROLLING");
            }

            _recent.Enqueue(now);
            UsedInWindow = _recent.Count;
            UsedToday++;
        }
    }
}
