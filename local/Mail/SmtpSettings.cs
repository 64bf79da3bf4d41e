using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace OneOnOne.Local.Mail;

internal sealed record SmtpSettings(string Host, int Port)
{
    private const int DefaultPort = 25;
    private const int LongestTimeoutSeconds = 600;

    public bool Tls { get; init; }

    public string? User { get; init; }

    public string? Password { get; init; }

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>HOST or HOST:PORT; the rest comes from the settings Smtp__User, Smtp__Password, Smtp__Tls and Smtp__TimeoutSeconds.</summary>
    /// <exception cref="UserErrorException">One of them cannot be read.</exception>
    public static SmtpSettings Read(string text, IConfiguration configuration)
    {
        string[] parts = text.Split(':');
        int port = DefaultPort;
        if (parts[0].Length == 0 || parts.Length > 2 || (parts.Length == 2 && !(int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= 65535)))
        {
            throw new UserErrorException($"--smtp is \"{text}\", but must be a host with or without a port, like mail.example.com:587.");
        }

        IConfigurationSection section = configuration.GetSection("Smtp");
        SmtpSettings settings = new(parts[0], port)
        {
            User = section["User"],
            Password = section["Password"],
            Tls = section["Tls"] switch
            {
                null or "" => false,
                string tls when bool.TryParse(tls, out bool on) => on,
                string tls => throw new UserErrorException($"The setting Smtp__Tls is \"{tls}\", but must be true or false."),
            },
        };
        return section["TimeoutSeconds"] switch
        {
            null or "" => settings,
            string seconds when int.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out int limit) && limit is >= 1 and <= LongestTimeoutSeconds => settings with { Timeout = TimeSpan.FromSeconds(limit) },
            string seconds => throw new UserErrorException(string.Create(CultureInfo.InvariantCulture, $"The setting Smtp__TimeoutSeconds is \"{seconds}\", but must be a whole number from 1 to {LongestTimeoutSeconds}.")),
        };
    }
}
