using System.Security.Cryptography;
using OneOnOne.Links;
using OneOnOne.Settings;

namespace OneOnOne.Local;

/// <summary>
/// A laptop's own key for the links of mails, where the settings give none: made once, kept beside the database, readable by its user
/// alone. The links lead to this machine's `serve`.
/// </summary>
internal static class LinkKeyFile
{
    private const string UsualAddress = "http://127.0.0.1:5080";

    /// <exception cref="UserErrorException">The file is none of ours, or cannot be written.</exception>
    public static OneOnOneSettings WithLinks(this OneOnOneSettings settings, DataFolder folder) => settings with
    {
        Links = settings.Links with { Key = settings.Links.Key ?? KeyOf(folder), BaseAddress = settings.Links.BaseAddress ?? UsualAddress },
    };

    private static LinkKey KeyOf(DataFolder folder)
    {
        string file = Path.Combine(folder.Create().Root, "links.key");
        try
        {
            if (!File.Exists(file))
            {
                Make(file);
            }

            return LinkKey.Read(File.ReadAllText(file).Trim()) ?? throw new UserErrorException($"{file} is no key. Delete it, and a new one is made; links that are out stop working.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"The key in {file} can be neither read nor made. Check the folder's permissions, or choose another one with --data.", e);
        }
    }

    /// <summary>Whole or not at all, and never over one that another process made in between.</summary>
    private static void Make(string file)
    {
        string half = $"{file}.{Guid.NewGuid():N}";
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (StreamWriter writer = new(half, options))
        {
            writer.WriteLine(Convert.ToBase64String(RandomNumberGenerator.GetBytes(LinkKey.Bytes)));
        }

        try
        {
            File.Move(half, file, overwrite: false);
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(half);
        }
    }
}
