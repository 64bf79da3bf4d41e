using OneOnOne.Analysis;
using OneOnOne.Crm;
using OneOnOne.Previews;

namespace OneOnOne.Http.Findings;

/// <summary>One finding with whose it is.</summary>
public sealed record FindingRow(Person Rep, Finding Finding)
{
    public string Kind => FindingKinds.Of(Finding);

    public OpportunityRef Deal => Finding.Opportunity;
}
