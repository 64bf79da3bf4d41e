namespace OneOnOne.Evaluation;

/// <summary>
/// What somebody would say who knows no more than how often it happened so far: of all open deals of weeks whose horizon had passed by
/// then, the share that was won, and the share that came to trouble.
/// </summary>
internal sealed class BaseRates
{
    private readonly Queue<(DateTimeOffset KnownFrom, int Won, int Trouble, int All)> _waiting = [];
    private int _won;
    private int _trouble;
    private int _all;

    public double? Won => _all == 0 ? null : (double)_won / _all;

    public double? Trouble => _all == 0 ? null : (double)_trouble / _all;

    /// <summary>Counts the week at <paramref name="instant"/>, and makes known those whose horizon has passed at it.</summary>
    public void Add(History history, DateTimeOffset instant, int horizonDays)
    {
        DateTimeOffset end = instant.AddDays(horizonDays);
        (int won, int trouble, int all) = (0, 0, 0);
        foreach (Life life in history.Lives)
        {
            if (life.IsOpenAt(instant) && life.FateOf(instant, end) is { Known: true } fate)
            {
                all++;
                won += fate.Won ? 1 : 0;
                trouble += fate.Trouble ? 1 : 0;
            }
        }

        _waiting.Enqueue((end, won, trouble, all));
        while (_waiting.TryPeek(out var week) && week.KnownFrom <= instant)
        {
            _waiting.Dequeue();
            (_won, _trouble, _all) = (_won + week.Won, _trouble + week.Trouble, _all + week.All);
        }
    }
}
