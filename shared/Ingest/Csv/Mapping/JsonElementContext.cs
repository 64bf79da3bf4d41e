using System.Text.Json;
using System.Text.Json.Serialization;

namespace OneOnOne.Ingest.Csv.Mapping;

[JsonSerializable(typeof(JsonElement))]
internal sealed partial class JsonElementContext : JsonSerializerContext;
