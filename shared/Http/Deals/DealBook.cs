using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Journal;
using OneOnOne.Pipeline;
using OneOnOne.Settings;
using OneOnOne.Storage;

namespace OneOnOne.Http.Deals;

/// <summary>Finds one deal in a rep's book with all that is known of it.</summary>
internal sealed class DealBook(IBookStore books, IJournal journal, Reports reports, CompanySettings company)
{
    /// <returns>Null where the rep's book has no such deal.</returns>
    public async Task<DealModel?> FindAsync(Person rep, OpportunityId id, Viewer viewer, CancellationToken cancellation)
    {
        if (await reports.MaterialAsync(rep.Id, await reports.DefaultAsOfAsync(cancellation), cancellation) is not ({ } book, { } context)
            || await FindAsync(rep, id, book, cancellation) is not { } deal)
        {
            return null;
        }

        ImmutableArray<Finding> findings = deal.IsOpen
            ? [.. Analyses.All.SelectMany(part => Analyses.Run(part, book, context).Findings).Where(finding => finding.Opportunity.Id == id)]
            : [];
        IEnumerable<JournalEntry> notes = (await journal.ReadAsync(rep.Id, DateTimeOffset.MinValue, cancellation)).Select(entry => entry.Value);
        return new DealModel(rep, viewer.Person == rep.Id, deal, DealHistory.Of(deal, book, context, notes), findings, CrmLink.Of(deal.Details.Url, company.LinkHosts));
    }

    /// <summary>A deal that is closed is none of those that an analysis reads, so the whole book is looked through for it.</summary>
    private async Task<Opportunity?> FindAsync(Person rep, OpportunityId id, RepBook book, CancellationToken cancellation) =>
        book.Open.FirstOrDefault(deal => deal.Id == id) ?? await books.ReadAllAsync(rep.Id, cancellation).FirstOrDefaultAsync(deal => deal.Id == id, cancellation);
}
