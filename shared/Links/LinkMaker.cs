using OneOnOne.Crm;
using OneOnOne.Pipeline;
using OneOnOne.Settings;

namespace OneOnOne.Links;

/// <summary>Makes the links of mails and of pages, where the settings allow for any.</summary>
public sealed class LinkMaker(LinkSettings settings)
{
    /// <summary>A page is shown anew whenever somebody looks, and its links with it.</summary>
    private static readonly TimeSpan LifeOnPages = TimeSpan.FromDays(1);

    private readonly LinkTokens _tokens = new(settings);

    /// <summary>They live on for a while after the one-on-one, since how it went is asked for as well.</summary>
    /// <returns>Null where mails have no links.</returns>
    internal BriefLinks? ForMail(Run run, Delivery delivery) => settings is { Key: not null, BaseAddress: { } root }
        ? new BriefLinks(_tokens, root, delivery.To, run.Rep, "mail " + delivery.BriefKey, run.StartsAt + settings.Life)
        : null;

    /// <summary>For one of the two, signed in; a link that was used makes way for a new one when the page is shown again.</summary>
    /// <returns>Null for anybody else, and where there is no key.</returns>
    internal BriefLinks? ForPage(PersonId? viewer, Person rep, DateTimeOffset now) =>
        settings.Key is not null && viewer is { } reader && (reader == rep.Id || reader == rep.Manager)
            ? new BriefLinks(_tokens, "", reader, rep.Id, FormattableString.Invariant($"page {now.UtcTicks}"), now + LifeOnPages)
            : null;
}
