using System.Text.Json.Serialization;
using OneOnOne.Analysis;
using OneOnOne.Briefs;
using OneOnOne.Crm;
using OneOnOne.Journal;
using OneOnOne.Pipeline;
using OneOnOne.Privacy;
using OneOnOne.Storage.Cosmos;

namespace OneOnOne.Storage;

/// <summary>Generated code for every type that is stored or sent. What is missing here is read and written by reflection.</summary>
[JsonSerializable(typeof(Opportunity))]
[JsonSerializable(typeof(BookHead))]
[JsonSerializable(typeof(TrackRecord))]
[JsonSerializable(typeof(Company))]
[JsonSerializable(typeof(Person))]
[JsonSerializable(typeof(Team))]
[JsonSerializable(typeof(Snapshot))]
[JsonSerializable(typeof(Run))]
[JsonSerializable(typeof(PartResult))]
[JsonSerializable(typeof(BriefPair))]
[JsonSerializable(typeof(Delivery))]
[JsonSerializable(typeof(DeliveryEvent))]
[JsonSerializable(typeof(DeadLetter))]
[JsonSerializable(typeof(Message))]
[JsonSerializable(typeof(AnalyzeRep))]
[JsonSerializable(typeof(FindingsReady))]
[JsonSerializable(typeof(DeadlineReached))]
[JsonSerializable(typeof(DeliverBrief))]
[JsonSerializable(typeof(BookDocument))]
[JsonSerializable(typeof(Standing))]
[JsonSerializable(typeof(RepList))]
[JsonSerializable(typeof(StoredSheet))]
[JsonSerializable(typeof(LedgerDocument))]
[JsonSerializable(typeof(JournalEntry))]
[JsonSerializable(typeof(JournalDocument))]
[JsonSerializable(typeof(Tombstone))]
[JsonSerializable(typeof(AuditRecord))]
[JsonSerializable(typeof(AuditDocument))]
internal sealed partial class StoredJson : JsonSerializerContext;
