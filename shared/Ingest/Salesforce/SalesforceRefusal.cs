using System.Text.Json;
using OneOnOne.Ingest.Connect;

namespace OneOnOne.Ingest.Salesforce;

/// <summary>How Salesforce says no: a list of codes with messages from the API, one error from the sign-in.</summary>
internal static class SalesforceRefusal
{
    /// <returns>Empty texts where it is neither.</returns>
    public static (string Code, string Message) Read(string refusal)
    {
        try
        {
            using JsonDocument answer = JsonDocument.Parse(refusal);
            JsonElement one = answer.RootElement.ValueKind == JsonValueKind.Array && answer.RootElement.GetArrayLength() > 0 ? answer.RootElement[0] : answer.RootElement;
            return one.ValueKind == JsonValueKind.Object ? (Text(one, "errorCode") ?? Text(one, "error") ?? "", OneLine(Text(one, "message") ?? Text(one, "error_description") ?? "")) : ("", "");
        }
        catch (JsonException)
        {
            return ("", "");
        }
    }

    /// <summary>For a question that had to be answered.</summary>
    public static UserErrorException ToUser(this CrmRefusedException refused, string what)
    {
        (string code, string message) = Read(refused.Refusal);
        string said = code.Length > 0 ? $"{code}: {message}" : $"{(int)refused.Status}";
        return new UserErrorException($"Salesforce does not answer {what} ({said}). Check what the user who signs in may read: `connect salesforce` lists what is missing.", refused);
    }

    private static string? Text(JsonElement one, string name) => one.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string OneLine(string text) => string.Join(' ', text.Split((char[])['\r', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}
