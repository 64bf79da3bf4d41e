using OneOnOne.Analysis;
using OneOnOne.Crm;

namespace OneOnOne.Links;

/// <summary>The links of one brief for one reader. The same brief has the same links, however often it is rendered.</summary>
/// <param name="root">Where the app answers, without a slash at the end; empty for a page of the app itself.</param>
/// <param name="seed">Names the brief, or one showing of a page.</param>
internal sealed class BriefLinks(LinkTokens tokens, string root, PersonId reader, PersonId rep, string seed, DateTimeOffset expires)
{
    public const string Path = "/f";
    public const string Parameter = "t";

    public bool ForRep => reader == rep;

    /// <param name="choice">A choice of the form that is made already, as name=value.</param>
    /// <returns>Null where an id is too long for a link.</returns>
    public string? To(FormKind form, string topic = "", AnalysisPart? part = null, string? choice = null) =>
        tokens.Nonce(seed, form, reader, rep, topic, part) is { } nonce && tokens.Write(new FormLink(form, reader, rep, topic, part, expires, nonce)) is { } token
            ? $"{root}{Path}?{Parameter}={token}{(choice is null ? "" : "&" + choice)}"
            : null;
}
