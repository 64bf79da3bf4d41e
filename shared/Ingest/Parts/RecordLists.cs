using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OneOnOne.Ingest.Parts;

/// <summary>
/// Many lists of records that are only appended to, and then read once each. They stay in memory up to a budget; what is more goes to a
/// temporary file that has no name any more once it is open. Written by one thread; read by any number.
/// </summary>
internal sealed class RecordLists(int lists, int budget) : IDisposable
{
    private const int SmallestChunk = 1 << 9;
    private const int LargestChunk = 1 << 15;

    private readonly RecordList[] _lists = [.. Enumerable.Range(0, lists).Select(_ => new RecordList())];

    /// <summary>What each list is being written to.</summary>
    private readonly Chunk[] _open = [.. Enumerable.Repeat(new Chunk { Bytes = [] }, lists)];

    private SafeFileHandle? _file;
    private long _fileLength;
    private int _held;

    /// <summary>Bytes that went to the file.</summary>
    public long Spilled => _fileLength;

    public void Append<T>(int list, in T record)
        where T : unmanaged => MemoryMarshal.Write(Room(list, System.Runtime.CompilerServices.Unsafe.SizeOf<T>()), in record);

    public void Append(int list, ReadOnlySpan<byte> record) => record.CopyTo(Room(list, record.Length));

    /// <summary>All of a list's records, in order.</summary>
    public RecordsRead Read(int list)
    {
        RecordList found = _lists[list];
        Chunk open = _open[list];
        int length = checked((int)(found.Segments.Sum(segment => (long)segment.Length) + found.Full.Sum(chunk => (long)chunk.Used) + open.Used));
        byte[] bytes = ArrayPool<byte>.Shared.Rent(length);
        int at = 0;
        foreach ((long offset, int segment) in found.Segments)
        {
            for (int read = 0; read < segment;)
            {
                int count = RandomAccess.Read(_file!, bytes.AsSpan(at + read, segment - read), offset + read);
                read += count > 0 ? count : throw new EndOfStreamException("The temporary file of this ingest was cut off.");
            }

            at += segment;
        }

        foreach (Chunk chunk in found.Full.Append(open))
        {
            chunk.Written.CopyTo(bytes.AsSpan(at));
            at += chunk.Used;
        }

        return new RecordsRead(bytes, length);
    }

    public void Dispose() => _file?.Dispose();

    private Span<byte> Room(int list, int size)
    {
        ref Chunk open = ref _open[list];
        if (open.Bytes.Length - open.Used < size)
        {
            Open(list, size);
        }

        open.Used += size;
        return open.Bytes.AsSpan(open.Used - size, size);
    }

    private void Open(int list, int size)
    {
        if (_held >= budget)
        {
            Spill();
        }

        ref Chunk open = ref _open[list];
        if (open.Bytes.Length - open.Used >= size)
        {
            return; // It has just been emptied into the file.
        }

        if (open.Used > 0)
        {
            _lists[list].Full.Add(open);
        }

        open = new Chunk { Bytes = new byte[Math.Max(size, Math.Clamp(open.Bytes.Length * 2, SmallestChunk, LargestChunk))] };
        _held += open.Bytes.Length;
    }

    /// <exception cref="UserErrorException">The disk is full.</exception>
    private void Spill()
    {
        try
        {
            _file ??= Create();
            for (int i = 0; i < _lists.Length; i++)
            {
                foreach (Chunk chunk in _lists[i].Full.Append(_open[i]))
                {
                    RandomAccess.Write(_file, chunk.Written, _fileLength);
                    _lists[i].Segments.Add((_fileLength, chunk.Used));
                    _fileLength += chunk.Used;
                }

                _lists[i].Full.Clear();
                _open[i].Used = 0;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"The snapshot is too large for memory, and cannot be put aside in {Path.GetTempPath()}: {e.Message} Free disk space there, or name another folder in TMPDIR.", e);
        }

        _held = _open.Sum(chunk => chunk.Bytes.Length);
    }

    private static SafeFileHandle Create()
    {
        string path = Path.Combine(Path.GetTempPath(), "oneonone-" + Path.GetRandomFileName());
        SafeFileHandle file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);
        if (!OperatingSystem.IsWindows())
        {
            // Customers' data must not stay behind where a process is killed: without a name it goes with the process.
            File.Delete(path);
        }

        return file;
    }

    private sealed class RecordList
    {
        public List<Chunk> Full { get; } = [];

        public List<(long Offset, int Length)> Segments { get; } = [];
    }

    private struct Chunk
    {
        public byte[] Bytes;
        public int Used;

        public readonly ReadOnlySpan<byte> Written => Bytes.AsSpan(0, Used);
    }
}

/// <summary>Records in one piece of rented memory.</summary>
internal readonly struct RecordsRead(byte[] bytes, int length) : IDisposable
{
    public ReadOnlySpan<byte> Bytes => bytes.AsSpan(0, length);

    public ReadOnlySpan<T> Of<T>()
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(Bytes);

    public void Dispose() => ArrayPool<byte>.Shared.Return(bytes);
}
