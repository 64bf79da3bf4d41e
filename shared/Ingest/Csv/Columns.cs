using System.Collections.Immutable;
using OneOnOne.Crm;
using OneOnOne.Ingest.Csv.Mapping;

namespace OneOnOne.Ingest.Csv;

/// <summary>Finds a table's canonical columns in a file, by the mapping or else by their own names.</summary>
internal sealed class Columns(CsvTable table, Header header, TableMapping? mapping)
{
    private static readonly MissingField Missing = new();

    public Field this[string canonical] => mapping?.Columns is { } columns
        ? columns.TryGetValue(canonical, out ColumnMapping? column) ? Resolve(canonical, column) : Missing
        : header.Has(canonical) ? new ColumnField(header[header.IndexOf(canonical)]!, header.IndexOf(canonical)) : Missing;

    public ImmutableArray<(string Stage, Field At)> StageEntered =>
        [.. (mapping?.StageEntered ?? []).Select(entry => (entry.Stage, Resolve("stageEntered", new FromColumn(entry.Column, null))))];

    /// <exception cref="UserErrorException">A column that the table cannot do without is not there.</exception>
    public void Check()
    {
        foreach (string required in Required())
        {
            if (!this[required].IsMapped)
            {
                throw new UserErrorException(
                    $"{header.File} has no column {required}, which {table.FileName} needs. It has: {header.Found()}. Rename the column, or say in a mapping file (--map) which one it is.");
            }
        }

        if (table.Section == Section.Activities && !this["opportunity_id"].IsMapped && !this["person_id"].IsMapped)
        {
            throw new UserErrorException(
                $"{header.File} has neither opportunity_id nor person_id, and activities.csv needs one of them. It has: {header.Found()}. Rename the column, or say in a mapping file (--map) which one it is.");
        }

        // Resolving all of them finds columns that the mapping names and the file lacks.
        foreach (string optional in table.Optional)
        {
            _ = this[optional];
        }

        _ = StageEntered;
    }

    private ImmutableArray<string> Required() => table.Section == Section.Meetings && !this["occurrence_on"].IsMapped
        ? [.. table.Required, "manager_id", "rep_id", "cadence", "first_on", "at", "time_zone"]
        : table.Required;

    private Field Resolve(string canonical, ColumnMapping column) => column switch
    {
        Constant constant => new ConstantField(constant.Value),
        FromColumn { Values: null } from => new ColumnField(NameOf(canonical, from.Column), header.IndexOf(from.Column)),
        FromColumn from => new TranslatedField(NameOf(canonical, from.Column), header.IndexOf(from.Column), from.Values),
        Joined joined => Join(canonical, joined),
        _ => throw new InvalidOperationException($"No field for {column.GetType().Name}."),
    };

    private JoinedField Join(string canonical, Joined joined)
    {
        Field[] parts = [.. joined.Parts.Select(part => Part(canonical, part))];
        return new JoinedField(string.Join(" + ", parts.Where(part => part.Column is not null).Select(part => part.Column)), parts, joined.With);
    }

    private Field Part(string canonical, string name) =>
        name != canonical && mapping!.Columns!.TryGetValue(name, out ColumnMapping? column) && column is not Joined
            ? Resolve(name, column)
            : Resolve(canonical, new FromColumn(name, null));

    private string NameOf(string canonical, string column) => header.Has(column)
        ? header[header.IndexOf(column)]!
        : throw new UserErrorException(
            $"The mapping takes {table.Name}.{canonical} from a column '{column}' that {header.File} lacks. It has: {header.Found()}. Correct the mapping, or export that column.");
}
