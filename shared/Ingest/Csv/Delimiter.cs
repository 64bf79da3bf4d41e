namespace OneOnOne.Ingest.Csv;

/// <summary>Finds a file's delimiter: the one of four that stands most often in the header, outside quotes.</summary>
internal static class Delimiter
{
    private static ReadOnlySpan<byte> Candidates => ",;\t|"u8;

    public static byte Detect(ReadOnlySpan<byte> text)
    {
        Span<int> counts = stackalloc int[4];
        bool quoted = false;
        bool any = false;
        foreach (byte b in text)
        {
            if (b is (byte)'\r' or (byte)'\n' && !quoted && any)
            {
                break;
            }

            quoted ^= b == (byte)'"';
            any |= b > (byte)' ';
            if (!quoted && Candidates.IndexOf(b) is >= 0 and int index)
            {
                counts[index]++;
            }
        }

        int most = 0;
        for (int i = 1; i < counts.Length; i++)
        {
            most = counts[i] > counts[most] ? i : most;
        }

        return Candidates[most];
    }
}
