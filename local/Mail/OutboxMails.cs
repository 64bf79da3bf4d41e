using OneOnOne.Pipeline;
using OneOnOne.Privacy;

namespace OneOnOne.Local.Mail;

/// <summary>What lies in the outbox, by the run that it was sent for. Names of files have the readers' names in them, so both go.</summary>
internal sealed class OutboxMails(string folder) : ISentMails
{
    public void Erase(IReadOnlyCollection<RunId> runs)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        // Half-made mails too: a process that was killed may have left one.
        foreach (string entry in Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories)
            .Where(entry => runs.Any(run => Path.GetFileName(entry).Contains(run.Value, StringComparison.Ordinal)))
            .ToArray())
        {
            if (Directory.Exists(entry))
            {
                Directory.Delete(entry, recursive: true);
            }
            else
            {
                File.Delete(entry);
            }
        }
    }
}
