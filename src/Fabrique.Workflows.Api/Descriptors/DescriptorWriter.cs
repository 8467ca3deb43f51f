using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fabrique.Workflows.Api;

/// <summary>Makes the descriptors of activities from their metadata.</summary>
/// <param name="registry">Kinds of activities.</param>
/// <param name="definitions">The definitions that are kinds of activities.</param>
/// <param name="editors">What editors need to know.</param>
internal sealed class DescriptorWriter(ActivityRegistry registry, WorkflowDefinitionStore definitions, InputEditors editors)
{
    /// <summary>The placeholder of activities of an unknown kind.</summary>
    private static readonly ActivityDescriptor Unknown = new(UnknownActivities.TypeName, "Elsa", "NotFoundActivity", 1, "Divers", "Étape inconnue", "Tient la place d’une étape dont le type n’existe pas ici.", ActivityKind.Action);

    public async Task<IReadOnlyList<ActivityDescriptor>> AllAsync(CancellationToken cancellationToken)
    {
        var all = new List<ActivityDescriptor> { Unknown };
        foreach (var type in registry.All)
        {
            all.Add(await DescribeAsync(type, cancellationToken));
        }

        all.AddRange(await CompositesAsync(cancellationToken));
        return all;
    }

    public async Task<JsonObject?> OptionsAsync(string typeName, string inputName, CancellationToken cancellationToken)
    {
        var type = registry.Find(typeName) ?? (await definitions.ListActivityTypesAsync(cancellationToken)).LastOrDefault(known => known.Type.TypeName == typeName)?.Type;
        return type?.Inputs.FirstOrDefault(candidate => candidate.Name.Equals(inputName, StringComparison.OrdinalIgnoreCase)) is { } input
            ? await editors.SpecifyAsync(typeName, input, cancellationToken)
            : null;
    }

    /// <summary>Describes every version that a drawing may be pinned to; only the published one is offered.</summary>
    private async Task<List<ActivityDescriptor>> CompositesAsync(CancellationToken cancellationToken)
    {
        var known = await definitions.ListActivityTypesAsync(cancellationToken);
        var published = known.Where(composite => composite.Version.IsPublished).ToDictionary(composite => composite.Version.DefinitionId, composite => composite.Version, StringComparer.Ordinal);
        var described = new List<ActivityDescriptor>();
        foreach (var (version, type) in known)
        {
            var latest = published.GetValueOrDefault(version.DefinitionId, version);
            described.Add(await DescribeAsync(type, cancellationToken) with
            {
                Category = Shown(type.Metadata.Category, "Procédures"),
                Version = version.Version,
                IsBrowsable = version.IsPublished,
                CustomProperties = new Dictionary<string, object?>
                {
                    ["RootType"] = "WorkflowDefinitionActivity",
                    ["WorkflowDefinitionId"] = version.DefinitionId,
                    ["WorkflowDefinitionVersionId"] = version.Id,
                },
                ConstructionProperties = new Dictionary<string, object?>
                {
                    ["WorkflowDefinitionId"] = version.DefinitionId,
                    ["WorkflowDefinitionVersionId"] = version.Id,
                    ["LatestAvailablePublishedVersion"] = latest.Version,
                    ["LatestAvailablePublishedVersionId"] = latest.Id,
                },
            });
        }

        return described;
    }

    private async Task<ActivityDescriptor> DescribeAsync(ActivityType type, CancellationToken cancellationToken)
    {
        var metadata = type.Metadata;
        var dot = type.TypeName.LastIndexOf('.');
        var inputs = type.Properties.Select(property => new InputDescriptor(property.Name, property.TypeName, Shown(property.DisplayName, property.Name), property.UIHint)
        {
            Description = Some(property.Description),
            IsWrapped = false,
        }).ToList();
        foreach (var input in type.Inputs.OrderBy(input => input.Order))
        {
            inputs.Add(new InputDescriptor(input.Name, input.TypeName ?? TypeAliases.Of(input.Type), Shown(input.DisplayName, input.Name), input.UIHint)
            {
                Description = Some(input.Description),
                Order = input.Order,
                Category = Some(input.Category),
                IsWrapped = input.IsWrapped,
                UiSpecifications = await editors.SpecifyAsync(type.TypeName, input, cancellationToken),
                DefaultValue = DefaultOf(input),
                DefaultSyntax = input.DefaultSyntax,
                IsSensitive = input.IsSensitive,
                AutoEvaluate = input.AutoEvaluate,
            });
        }

        return new ActivityDescriptor(
            type.TypeName,
            dot < 0 ? "" : type.TypeName[..dot],
            type.TypeName[(dot + 1)..],
            metadata.Version,
            Shown(metadata.Category, "Divers"),
            Shown(metadata.DisplayName, type.TypeName[(dot + 1)..]),
            Some(metadata.Description),
            metadata.Kind)
        {
            IsBrowsable = metadata.IsBrowsable,
            IsContainer = metadata.IsContainer,
            IsStart = metadata.IsStart,
            IsTerminal = metadata.IsTerminal,
            Ports = [.. type.Ports.Select(port => new PortDescriptor(port.Name, Shown(port.DisplayName, port.Name), "Embedded", port.IsBrowsable)), .. Flow(type)],
            Inputs = inputs,
            Outputs = [.. type.Outputs.Select(output => new OutputDescriptor(output.Name, output.TypeName ?? TypeAliases.Of(output.Type), Shown(output.DisplayName, output.Name)) { Description = Some(output.Description) })],
        };
    }

    /// <summary>The outcomes. An activity that has but one, <c>Done</c>, lists none: Studio draws it by itself.</summary>
    private static IEnumerable<PortDescriptor> Flow(ActivityType type) => type.OutcomesDependOnInputs || type.Outcomes is ["Done"]
        ? []
        : type.Outcomes.Select((name, index) => new PortDescriptor(name, index < type.OutcomeNames.Count ? type.OutcomeNames[index] : name, "Flow"));

    private static JsonNode? DefaultOf(InputAttribute input)
    {
        if (input.DefaultValue is not { } text || input.Type == typeof(string) || input.Type == typeof(TimeSpan) || input.Type == typeof(DateTimeOffset))
        {
            return input.DefaultValue;
        }

        if (input.Type == typeof(bool))
        {
            return bool.TryParse(text, out var flag) && flag;
        }

        if (decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private static string Shown(string given, string byDefault) => given.Length > 0 ? given : byDefault;

    private static string? Some(string text) => text.Length > 0 ? text : null;
}
