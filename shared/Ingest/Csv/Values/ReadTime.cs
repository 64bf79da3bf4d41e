using System.Runtime.InteropServices;

namespace OneOnOne.Ingest.Csv.Values;

/// <summary>What a field says of a time, before anybody knows in which zone.</summary>
/// <param name="Offset">Null where the field has none.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ReadTime(DateTime Local, bool HasTime, TimeSpan? Offset);
