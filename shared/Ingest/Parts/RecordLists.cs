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
        int length = checked((int)(found.Segments.Sum(segment => (long)segment.Length) + found.Chunks.Sum(chunk => (long)chunk.Used)));
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

        foreach (Chunk chunk in found.Chunks)
        {
            chunk.Bytes.AsSpan(0, chunk.Used).CopyTo(bytes.AsSpan(at));
            at += chunk.Used;
        }

        return new RecordsRead(bytes, length);
    }

    public void Dispose() => _file?.Dispose();

    private Span<byte> Room(int list, int size)
    {
        List<Chunk> chunks = _lists[list].Chunks;
        if (chunks.Count == 0 || chunks[^1].Bytes.Length - chunks[^1].Used < size)
        {
            Add(list, size);
        }

        Span<Chunk> all = CollectionsMarshal.AsSpan(chunks);
        ref Chunk last = ref all[^1];
        Span<byte> room = last.Bytes.AsSpan(last.Used, size);
        last.Used += size;
        return room;
    }

    private void Add(int list, int size)
    {
        if (_held >= budget)
        {
            Spill();
        }

        List<Chunk> chunks = _lists[list].Chunks;
        int length = Math.Max(size, chunks.Count == 0 ? SmallestChunk : Math.Min(LargestChunk, chunks[^1].Bytes.Length * 2));
        chunks.Add(new Chunk { Bytes = new byte[length] });
        _held += length;
    }

    /// <exception cref="UserErrorException">The disk is full.</exception>
    private void Spill()
    {
        try
        {
            _file ??= Create();
            foreach (RecordList list in _lists)
            {
                foreach (Chunk chunk in list.Chunks)
                {
                    RandomAccess.Write(_file, chunk.Bytes.AsSpan(0, chunk.Used), _fileLength);
                    list.Segments.Add((_fileLength, chunk.Used));
                    _fileLength += chunk.Used;
                }

                list.Chunks.Clear();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"The snapshot is too large for memory, and cannot be put aside in {Path.GetTempPath()}: {e.Message} Free disk space there, or name another folder in TMPDIR.", e);
        }

        _held = 0;
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
        public List<Chunk> Chunks { get; } = [];

        public List<(long Offset, int Length)> Segments { get; } = [];
    }

    private struct Chunk
    {
        public byte[] Bytes;
        public int Used;
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
