using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace OneOnOne.Ingest.Csv;

/// <summary>SHA-256 over parts, each behind its length, so that no two lists of parts run together into one.</summary>
internal sealed class ContentHash : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public void Add(ReadOnlySpan<byte> part)
    {
        AddLength(part.Length);
        _hash.AppendData(part);
    }

    public void Add(string part) => Add(Encoding.UTF8.GetBytes(part));

    public async Task AddFileAsync(string path, CancellationToken cancellation)
    {
        Add(Path.GetFileName(path));
        await using FileStream file = ExportFile.Open(path);
        AddLength(file.Length);
        byte[] buffer = new byte[128 << 10];
        int count;
        while ((count = await file.ReadAsync(buffer, cancellation)) > 0)
        {
            _hash.AppendData(buffer.AsSpan(0, count));
        }
    }

    public string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    public void Dispose() => _hash.Dispose();

    private void AddLength(long length)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, length);
        _hash.AppendData(bytes);
    }
}
