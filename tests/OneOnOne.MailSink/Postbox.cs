namespace OneOnOne.MailSink;

/// <summary>One file for each mail that was accepted, named by its brief key. It is there whole or not at all, even if the sink is killed.</summary>
internal sealed class Postbox(string folder)
{
    private const string KeyHeader = "X-OneOnOne-Brief: ";

    public void Put(IReadOnlyList<string> lines)
    {
        string key = lines.First(line => line.StartsWith(KeyHeader, StringComparison.Ordinal))[KeyHeader.Length..];
        WriteAtOnce(Path.Combine(folder, $"{key}.{Guid.NewGuid():N}.mail"), string.Join("\r\n", lines));
    }

    public static void WriteAtOnce(string path, string content)
    {
        File.WriteAllText(path + ".making", content);
        File.Move(path + ".making", path);
    }
}
