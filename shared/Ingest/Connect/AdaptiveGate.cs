namespace OneOnOne.Ingest.Connect;

/// <summary>
/// How many requests are under way at once: half as many whenever the CRM says that they are too many, one more after a row of good
/// answers. (Additive increase, multiplicative decrease, as TCP does it.)
/// </summary>
internal sealed class AdaptiveGate : IDisposable
{
    private const int GoodAnswersToGrow = 20;

    private readonly int _most;
    private readonly SemaphoreSlim _free;
    private readonly Lock _counts = new();
    private int _allowed;
    private int _tooMany;
    private int _good;

    public AdaptiveGate(int most)
    {
        (_most, _allowed) = (most, most);
        _free = new SemaphoreSlim(most);
    }

    public int Allowed => _allowed;

    public async Task EnterAsync(CancellationToken cancellation) => await _free.WaitAsync(cancellation);

    public void Leave()
    {
        lock (_counts)
        {
            if (_tooMany > 0)
            {
                _tooMany--;
                return;
            }
        }

        _free.Release();
    }

    public void Shrink()
    {
        lock (_counts)
        {
            int less = _allowed / 2;
            _allowed -= less;
            _tooMany += less;
            _good = 0;
        }
    }

    public void Grow()
    {
        lock (_counts)
        {
            if (_allowed == _most || ++_good < GoodAnswersToGrow)
            {
                return;
            }

            _good = 0;
            _allowed++;
            if (_tooMany > 0)
            {
                _tooMany--;
                return;
            }
        }

        _free.Release();
    }

    public void Dispose() => _free.Dispose();
}
