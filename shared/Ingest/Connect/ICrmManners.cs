using System.Net;

namespace OneOnOne.Ingest.Connect;

/// <summary>What differs from CRM to CRM in how it is asked.</summary>
internal interface ICrmManners
{
    /// <summary>The CRM's name.</summary>
    string Name { get; }

    /// <returns>A new token.</returns>
    /// <exception cref="UserErrorException">The sign-in is refused: which setting is wrong, or what to grant.</exception>
    Task<string> SignInAsync(HttpClient http, CancellationToken cancellation);

    /// <summary>What a refusal means, where the status alone does not say it.</summary>
    /// <returns>
    /// <see cref="CrmBusyException"/> to wait, <see cref="UserErrorException"/> to give up, <see cref="CrmRefusedException"/> for whoever asked;
    /// null: the status says it.
    /// </returns>
    Exception? Judge(HttpResponseMessage answer, string refusal);
}

/// <summary>The CRM does not answer now, and may later.</summary>
/// <param name="after">When to ask again, from now; null where it does not say.</param>
internal abstract class CrmLaterException(string message, TimeSpan? after) : Exception(message)
{
    public TimeSpan? After => after;
}

/// <summary>It is asked too much at once.</summary>
internal sealed class CrmBusyException(string message, TimeSpan? after) : CrmLaterException(message, after);

/// <summary>Something broke there.</summary>
internal sealed class CrmFailedException(string message, TimeSpan? after) : CrmLaterException(message, after);

/// <summary>The CRM does not answer this question.</summary>
/// <param name="refusal">What it says, in its own form. It may quote the question, never a record.</param>
internal sealed class CrmRefusedException(HttpStatusCode status, string refusal) : Exception($"{(int)status}: {refusal}")
{
    public HttpStatusCode Status => status;

    public string Refusal => refusal;
}
