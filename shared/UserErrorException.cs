namespace OneOnOne;

/// <summary>
/// Something only the user can put right. The message is one line that says what is wrong and what to do;
/// shells print it as it is, without a stack trace, and nothing has been half-written.
/// </summary>
public sealed class UserErrorException : Exception
{
    public UserErrorException(string message)
        : base(message)
    {
    }

    public UserErrorException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
