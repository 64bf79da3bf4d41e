namespace OneOnOne.Local.FakeCrm.Salesforce;

/// <summary>The made-up Salesforce says no, in the form in which the real one does.</summary>
internal sealed class FakeRefusal(int status, string code, string message) : Exception(message)
{
    public int Status => status;

    public string Code => code;

    public static FakeRefusal Malformed(string message) => new(400, "MALFORMED_QUERY", message);

    public static FakeRefusal NotFound() => new(404, "NOT_FOUND", "The requested resource does not exist");

    public static FakeRefusal SignedOut() => new(401, "INVALID_SESSION_ID", "Session expired or invalid");

    public static FakeRefusal LostLocator() => new(400, "INVALID_QUERY_LOCATOR", "invalid query locator");
}
