using OneOnOne.Crm;
using OneOnOne.Http.Runs;

namespace OneOnOne.Http.Pages;

/// <param name="Names">Of everybody whom the CRM knows.</param>
public sealed record RunsModel(DateOnly From, DateOnly To, RunList List, IReadOnlyDictionary<PersonId, string> Names);

/// <param name="Begun">The one-on-one has begun: nothing is sent for it any more.</param>
public sealed record RunModel(RunReport Report, IReadOnlyDictionary<PersonId, string> Names, bool Begun);
