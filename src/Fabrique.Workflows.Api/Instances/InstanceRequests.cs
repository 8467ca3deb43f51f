using Microsoft.AspNetCore.Http;

namespace Fabrique.Workflows.Api;

/// <summary>What a list of instances is asked for, in a query or in a body. Names of choices are texts here: one that does not exist is refused by its name.</summary>
internal sealed record InstanceListRequest
{
    private const int MostComparisons = 20;

    public int? Page { get; init; }

    public int? PageSize { get; init; }

    public int? Skip { get; init; }

    public int? Take { get; init; }

    public string? SearchTerm { get; init; }

    public string? DefinitionId { get; init; }

    public IReadOnlyList<string>? DefinitionIds { get; init; }

    public string? DefinitionVersionId { get; init; }

    public string? CorrelationId { get; init; }

    public string? Name { get; init; }

    public int? Version { get; init; }

    public bool? HasIncidents { get; init; }

    public bool? IsSystem { get; init; }

    public string? Status { get; init; }

    public IReadOnlyList<string>? Statuses { get; init; }

    public string? SubStatus { get; init; }

    public IReadOnlyList<string>? SubStatuses { get; init; }

    public string? OrderBy { get; init; }

    public string? OrderDirection { get; init; }

    public IReadOnlyList<TimestampRequest>? TimestampFilters { get; init; }

    public static InstanceListRequest Read(HttpRequest request)
    {
        var query = new ApiQuery(request);
        return new InstanceListRequest
        {
            Page = query.Number("page"),
            PageSize = query.Number("pageSize"),
            Skip = query.Number("skip"),
            Take = query.Number("take"),
            SearchTerm = query.Text("searchTerm"),
            DefinitionId = query.Text("definitionId"),
            DefinitionIds = query.All("definitionIds"),
            DefinitionVersionId = query.Text("definitionVersionId"),
            CorrelationId = query.Text("correlationId"),
            Name = query.Text("name"),
            Version = query.Number("version"),
            HasIncidents = query.Flag("hasIncidents"),
            IsSystem = query.Flag("isSystem"),
            Status = query.Text("status"),
            Statuses = query.All("statuses"),
            SubStatus = query.Text("subStatus"),
            SubStatuses = query.All("subStatuses"),
            OrderBy = query.Text("orderBy"),
            OrderDirection = query.Text("orderDirection"),
        };
    }

    /// <exception cref="RefusedException">A choice does not exist.</exception>
    public InstanceFilter ToFilter(int maximum)
    {
        var take = Math.Clamp(PageSize ?? Take ?? maximum, 0, maximum);
        return new InstanceFilter
        {
            Search = SearchTerm,
            DefinitionId = DefinitionId is { Length: > 0 } ? DefinitionId : null,
            DefinitionIds = DefinitionIds is { Count: > 0 } ? Bounded("definitionIds", [.. DefinitionIds.Distinct(StringComparer.Ordinal)], maximum) : null,
            DefinitionVersionId = DefinitionVersionId is { Length: > 0 } ? DefinitionVersionId : null,
            CorrelationId = CorrelationId is { Length: > 0 } ? CorrelationId : null,
            Name = Name is { Length: > 0 } ? Name : null,
            Version = Version,
            WithIncidents = HasIncidents == true,
            WithoutIncidents = HasIncidents == false,
            // No instance of ours belongs to the system.
            Ids = IsSystem == true ? [] : null,
            Statuses = Choices<WorkflowStatus>("status", Status, Statuses),
            SubStatuses = Choices<WorkflowSubStatus>("subStatus", SubStatus, SubStatuses),
            OrderBy = Order(),
            IsAscending = OrderDirection is { Length: > 0 } direction && Choice<OrderDirection>("orderDirection", direction) == Api.OrderDirection.Ascending,
            Instants = [.. Bounded("timestampFilters", TimestampFilters ?? [], MostComparisons).Select(filter => filter.ToFilter())],
            Skip = Math.Max(0, Skip ?? (int)Math.Min(int.MaxValue, (long)Math.Max(0, Page ?? 0) * take)),
            Take = take,
        };
    }

    public static TEnum Choice<TEnum>(string name, string text)
        where TEnum : struct, Enum => Enum.TryParse<TEnum>(text, ignoreCase: true, out var choice) && Enum.IsDefined(choice) && !char.IsAsciiDigit(text[0])
        ? choice
        : throw new RefusedException(StatusCodes.Status400BadRequest, $"« {text} » n’est pas une valeur de « {name} ». Valeurs possibles : {string.Join(", ", Enum.GetNames<TEnum>())}.");

    private InstanceOrder Order() => OrderBy is not { Length: > 0 } order ? InstanceOrder.Created : Choice<OrderColumn>("orderBy", order) switch
    {
        OrderColumn.UpdatedAt or OrderColumn.Updated => InstanceOrder.Updated,
        OrderColumn.FinishedAt or OrderColumn.Finished => InstanceOrder.Finished,
        OrderColumn.Name => InstanceOrder.Name,
        _ => InstanceOrder.Created,
    };

    /// <summary>A drain interrupts no instance here: who asks for those alone finds none.</summary>
    private static List<TEnum>? Choices<TEnum>(string name, string? one, IReadOnlyList<string>? several)
        where TEnum : struct, Enum
    {
        List<string> asked = [.. several ?? [], .. one is { Length: > 0 } ? [one] : Array.Empty<string>()];
        return asked.Count == 0 ? null : [.. asked.Where(text => !text.Equals("Interrupted", StringComparison.OrdinalIgnoreCase) || typeof(TEnum) != typeof(WorkflowSubStatus)).Select(text => Choice<TEnum>(name, text)).Distinct()];
    }

    private static IReadOnlyList<T> Bounded<T>(string name, IReadOnlyList<T> values, int maximum) => values.Count <= maximum
        ? values
        : throw new RefusedException(StatusCodes.Status400BadRequest, $"« {name} » a {values.Count} valeurs : {maximum} au plus.");
}

internal enum OrderDirection
{
    Ascending,
    Descending,
}

internal enum OrderColumn
{
    Created,
    CreatedAt,
    Updated,
    UpdatedAt,
    Finished,
    FinishedAt,
    Name,
}

/// <summary>A comparison of a date of an instance.</summary>
internal sealed record TimestampRequest(string? Column, string? Operator, DateTime? Timestamp)
{
    private enum Dates
    {
        CreatedAt,
        UpdatedAt,
        FinishedAt,
    }

    public InstantFilter ToFilter() => new(
        InstanceListRequest.Choice<Dates>("column", Column is { Length: > 0 } ? Column : "?") switch
        {
            Dates.UpdatedAt => InstanceInstant.Updated,
            Dates.FinishedAt => InstanceInstant.Finished,
            _ => InstanceInstant.Created,
        },
        InstanceListRequest.Choice<InstantComparison>("operator", Operator is { Length: > 0 } ? Operator : "?"),
        Timestamp ?? throw new RefusedException(StatusCodes.Status400BadRequest, "Il manque la date d’un filtre (« timestamp »)."));
}

internal sealed record JournalRequest
{
    public JournalFilterRequest? Filter { get; init; }
}

internal sealed record JournalFilterRequest
{
    public IReadOnlyList<string>? ActivityIds { get; init; }

    public IReadOnlyList<string>? ActivityNodeIds { get; init; }

    public IReadOnlyList<string>? ExcludedActivityTypes { get; init; }

    public IReadOnlyList<string>? EventNames { get; init; }
}

internal sealed record VariablesRequest
{
    public IReadOnlyList<VariableRequest>? Variables { get; init; }
}

internal sealed record VariableRequest(string? Id, System.Text.Json.JsonElement? Value);

internal sealed record IdsRequest
{
    public IReadOnlyList<string>? Ids { get; init; }

    /// <exception cref="RefusedException">There are too many.</exception>
    public IReadOnlyList<string> Bounded(int maximum) => (Ids ?? []).Count <= maximum
        ? [.. (Ids ?? []).Where(id => id is { Length: > 0 }).Distinct(StringComparer.Ordinal)]
        : throw new RefusedException(StatusCodes.Status400BadRequest, $"{Ids!.Count} exécutions en une fois, c’est trop : {maximum} au plus. Recommencez par lots.");
}

internal sealed record CancelRequest
{
    public IReadOnlyList<string>? Ids { get; init; }

    public string? DefinitionVersionId { get; init; }

    public string? DefinitionId { get; init; }

    public string? VersionOptions { get; init; }
}
