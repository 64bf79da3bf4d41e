using System.Text;

namespace OneOnOne.Ingest.Salesforce;

/// <summary>
/// Finds the files of a folder that Salesforce's weekly export, Data Loader or a command-line tool wrote: one for each object, named like it.
/// Case and underscores do not matter, and an object may go on in further files (<c>Task_1.csv</c>).
/// </summary>
internal sealed class SalesforceExportFolder
{
    private readonly ILookup<string, string> _files;

    /// <exception cref="UserErrorException">There is no such folder, or no file of opportunities in it.</exception>
    public SalesforceExportFolder(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new UserErrorException($"There is no folder {folder}. Give the one that holds the files of Salesforce's export with --salesforce-export.");
        }

        string[] files = [.. Directory.EnumerateFiles(folder, "*.csv", new EnumerationOptions { MatchCasing = MatchCasing.CaseInsensitive }).Order(StringComparer.Ordinal)];
        _files = files.ToLookup(file => Plain(Path.GetFileNameWithoutExtension(file)).TrimEnd("0123456789".ToCharArray()), StringComparer.Ordinal);
        if (!Of(SalesforceMirror.Opportunity).Any())
        {
            string found = files.Length == 0 ? "It has no CSV files at all." : $"It has: {string.Join(", ", files.Take(12).Select(file => Path.GetFileName(file)))}{(files.Length > 12 ? $" and {files.Length - 12} more" : "")}.";
            throw new UserErrorException($"{folder} has no Opportunity.csv. {found} Unpack Salesforce's export there, or give another folder with --salesforce-export.");
        }
    }

    public IEnumerable<string> Of(string @object) => _files[Plain(@object)];

    /// <summary>Names of objects and fields, whichever tool wrote them: <c>OwnerId</c>, <c>OWNERID</c> and <c>owner_id</c> are one.</summary>
    public static string Plain(string name) => new StringBuilder(name.Trim().ToLowerInvariant()).Replace("_", "").Replace("-", "").Replace(" ", "").ToString();
}
