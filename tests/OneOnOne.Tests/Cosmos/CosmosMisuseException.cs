namespace OneOnOne.Tests.Cosmos;

/// <summary>The code under test asked the gateway for something it does not know or that our own rules forbid. The test fails, whoever catches this.</summary>
public sealed class CosmosMisuseException : Exception
{
    public CosmosMisuseException()
    {
    }

    public CosmosMisuseException(string message)
        : base(message)
    {
    }

    public CosmosMisuseException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
