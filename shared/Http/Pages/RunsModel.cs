using OneOnOne.Http.Runs;

namespace OneOnOne.Http.Pages;

/// <param name="TimeZone">IANA zone of whoever reads.</param>
public sealed record RunsModel(DateOnly From, DateOnly To, string TimeZone, RunList List);

/// <param name="TimeZone">IANA zone of whoever reads.</param>
public sealed record RunModel(RunReport Report, string TimeZone);
