using System.Runtime.InteropServices;

namespace OneOnOne.Ingest.Csv;

/// <param name="Field">The index of the bad field.</param>
/// <param name="Shape">What stood there, redacted.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BadRecord(long Row, QuarantineCode Code, int Field, string Shape);

/// <summary>
/// Which rows the sound records stand on that CsvHelper will return, and the bad ones between them. Consecutive sound rows take one entry,
/// since the guard runs ahead of CsvHelper by a buffer full.
/// </summary>
internal sealed class RowLedger
{
    private readonly Queue<(long Row, int Count, BadRecord Bad)> _ahead = new();
    private long _soundRow;
    private int _soundCount;
    private long _lastRow;
    private int _lastCount;

    public void AddSound(long row)
    {
        if (_lastCount > 0 && _lastRow + _lastCount == row)
        {
            _lastCount++;
            return;
        }

        Close();
        (_lastRow, _lastCount) = (row, 1);
    }

    public void AddBad(BadRecord bad)
    {
        Close();
        _ahead.Enqueue((bad.Row, 0, bad));
    }

    public bool TryTakeBad(out BadRecord bad)
    {
        bad = default;
        if (_soundCount > 0 || !_ahead.TryPeek(out (long Row, int Count, BadRecord Bad) first) || first.Count > 0)
        {
            return false;
        }

        bad = _ahead.Dequeue().Bad;
        return true;
    }

    public long TakeSound()
    {
        if (_soundCount == 0)
        {
            Close();
            (_soundRow, _soundCount, _) = _ahead.Dequeue();
        }

        _soundCount--;
        return _soundRow++;
    }

    private void Close()
    {
        if (_lastCount > 0)
        {
            _ahead.Enqueue((_lastRow, _lastCount, default));
            _lastCount = 0;
        }
    }
}
