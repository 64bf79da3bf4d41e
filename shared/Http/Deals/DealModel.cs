using System.Collections.Immutable;
using OneOnOne.Analysis;
using OneOnOne.Crm;

namespace OneOnOne.Http.Deals;

/// <summary>What the page of one deal shows.</summary>
/// <param name="ToRep">The reader is the rep whose deal it is.</param>
/// <param name="Findings">Those about this deal.</param>
/// <param name="Link">The record in the CRM; null where there is none that may be linked to.</param>
public sealed record DealModel(Person Rep, bool ToRep, Opportunity Deal, DealHistory History, ImmutableArray<Finding> Findings, string? Link);
