using System.Globalization;

namespace Fabrique.Workflows.Storage;

/// <summary>A filter of instances as conditions on <c>workflow_instances</c>; values travel as parameters.</summary>
internal sealed class InstanceConditions
{
    private readonly List<object?> _values = [];
    private readonly List<string> _conditions = [];

    public InstanceConditions(InstanceFilter filter)
    {
        Equal("definition_id", filter.DefinitionId);
        Equal("definition_version_id", filter.DefinitionVersionId);
        Equal("correlation_id", filter.CorrelationId);
        Equal("name", filter.Name);
        Equal("status", (int?)filter.Status);
        Equal("version", filter.Version);
        In("id", filter.Ids);
        In("definition_id", filter.DefinitionIds);
        In("status", filter.Statuses?.Select(status => (int)status));
        In("sub_status", filter.SubStatuses?.Select(status => (int)status));
        if (filter.WithIncidents)
        {
            _conditions.Add("incident_count > 0");
        }

        if (filter.WithoutIncidents)
        {
            _conditions.Add("incident_count = 0");
        }

        if (filter.Search is { Length: > 0 } search)
        {
            Find(search);
        }

        foreach (var instant in filter.Instants)
        {
            _conditions.Add($"{Column(instant.Column)} {Operator(instant.Comparison)} {Value(instant.Instant)}");
        }

        Where = _conditions.Count == 0 ? "" : " WHERE " + string.Join(" AND ", _conditions);
    }

    /// <summary>The clause with its leading blank; empty without conditions.</summary>
    public string Where { get; }

    public object?[] Values => [.. _values];

    /// <summary>Adds a value.</summary>
    /// <returns>Its placeholder.</returns>
    public string Value(object? value)
    {
        _values.Add(value);
        return "$" + _values.Count.ToString(CultureInfo.InvariantCulture);
    }

    private void Equal(string column, object? value)
    {
        if (value is not null)
        {
            _conditions.Add($"{column} = {Value(value)}");
        }
    }

    private void In<T>(string column, IEnumerable<T>? among)
    {
        if (among is not null)
        {
            var placeholders = among.Select(value => Value(value)).ToList();
            _conditions.Add(placeholders.Count == 0 ? "1 = 0" : $"{column} IN ({string.Join(", ", placeholders)})");
        }
    }

    // Identifiers are pasted whole; a name is remembered in part.
    private void Find(string search)
    {
        var lower = search.ToLowerInvariant();
        var whole = Value(lower);
        var part = Value($"%{lower.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%");
        _conditions.Add($"(LOWER(name) LIKE {part} ESCAPE '\\' OR LOWER(id) = {whole} OR LOWER(correlation_id) = {whole} OR LOWER(definition_id) = {whole})");
    }

    private static string Column(InstanceInstant column) => column switch
    {
        InstanceInstant.Updated => "updated_at",
        InstanceInstant.Finished => "finished_at",
        _ => "created_at",
    };

    private static string Operator(InstantComparison comparison) => comparison switch
    {
        InstantComparison.IsNot => "<>",
        InstantComparison.GreaterThan => ">",
        InstantComparison.GreaterThanOrEqual => ">=",
        InstantComparison.LessThan => "<",
        InstantComparison.LessThanOrEqual => "<=",
        _ => "=",
    };
}
