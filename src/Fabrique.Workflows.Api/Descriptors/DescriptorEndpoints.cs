using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Workflows.Api;

/// <summary>What definitions may be made of.</summary>
internal static class DescriptorEndpoints
{
    private static readonly ExpressionDescriptor[] Expressions =
    [
        new("Literal", "Valeur", true, false),
        new("Object", "Objet", true, false, "json"),
        new("Json", "Json", true, false, "json"),
        new("Delegate", "Délégué", false, false),
        new("Variable", "Variable", true, true),
        new("Input", "Entrée", true, true),
        new("JavaScript", "JavaScript", true, true, "javascript"),
        new("Liquid", "Liquid", true, true, "liquid"),
    ];

    private static readonly StrategyDescriptor[] Activation =
    [
        new("Toujours", "Une nouvelle exécution peut toujours commencer.", "Elsa.Workflows.ActivationValidators.AllowAlwaysStrategy, Elsa.Workflows.Core"),
        new("Une par rattachement et par procédure", "Pas de nouvelle exécution tant qu’une autre de la même procédure est en cours avec le même identifiant de rattachement.", "Elsa.Workflows.Runtime.ActivationValidators.CorrelatedSingletonStrategy, Elsa.Workflows.Runtime"),
        new("Une par rattachement", "Pas de nouvelle exécution tant qu’une autre, de n’importe quelle procédure, est en cours avec le même identifiant de rattachement.", "Elsa.Workflows.Runtime.ActivationValidators.CorrelationStrategy, Elsa.Workflows.Runtime"),
        new("Une seule", "Pas de nouvelle exécution tant qu’une autre de la même procédure est en cours.", "Elsa.Workflows.Runtime.ActivationValidators.SingletonStrategy, Elsa.Workflows.Runtime"),
    ];

    private static readonly StrategyDescriptor[] Incidents =
    [
        new("Continuer malgré l’incident", "Les autres branches continuent ; l’incident attend d’être réparé.", "ContinueWithIncidentsStrategy"),
        new("Arrêter", "L’exécution s’arrête jusqu’à ce que l’incident soit réparé.", "FaultStrategy"),
    ];

    private static readonly StrategyDescriptor[] LogPersistence =
    [
        new("Réglage du serveur", "Ce que le serveur prévoit.", "Elsa.Workflows.LogPersistence.Strategies.Configuration, Elsa.Workflows.Core"),
        new("Exclure", "Les valeurs ne sont pas gardées au journal.", "Elsa.Workflows.LogPersistence.Strategies.Exclude, Elsa.Workflows.Core"),
        new("Inclure", "Les valeurs sont gardées au journal.", "Elsa.Workflows.LogPersistence.Strategies.Include, Elsa.Workflows.Core"),
        new("Hériter", "Comme ce qui contient l’étape.", "Elsa.Workflows.LogPersistence.Strategies.Inherit, Elsa.Workflows.Core"),
    ];

    private static readonly StorageDriverDescriptor[] StorageDrivers =
    [
        new("Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core", "Exécution", 5),
        new("Elsa.Workflows.MemoryStorageDriver, Elsa.Workflows.Core", "Mémoire (oubliée à chaque attente)", 0),
        new("Elsa.Workflows.Services.WorkflowStorageDriver, Elsa.Workflows.Core", "Procédure", -1, Deprecated: true),
    ];

    /// <summary>The name that Studio's list has of a storage driver; null when there is none of that name.</summary>
    public static string? FullNameOfStorageDriver(string bareName) =>
        Array.Find(StorageDrivers, driver => driver.TypeName.Split(',')[0].EndsWith($".{bareName}", StringComparison.Ordinal))?.TypeName;

    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/descriptors/activities", (Delegate)ActivitiesAsync).RequirePermission("read:activity-descriptors");
        group.MapPost("/descriptors/activities/{typeName}/options/{inputName}", OptionsAsync).RequirePermission("read:activity-descriptors-options");
        Map(group, "expression-descriptors", "read:expression-descriptors", List(Expressions));
        Map(group, "workflow-activation-strategies", "read:workflow-activation-strategies", List(Activation));
        Map(group, "incident-strategies", "read:incident-strategies", List(Incidents));
        Map(group, "log-persistence-strategies", "read:log-persistence-strategies", List(LogPersistence));
        Map(group, "commit-strategies/workflows", "read:commit-strategies", List<StrategyDescriptor>([]));
        Map(group, "commit-strategies/activities", "read:commit-strategies", List<StrategyDescriptor>([]));
        Map(group, "storage-drivers", "read:storage-drivers", new { Items = StorageDrivers });
        Map(group, "variables", "read:variable-descriptors", new { Items = TypeAliases.ForVariables });
        Map(group, "output-converters", "read:output-converters", List<StrategyDescriptor>([]));
        group.MapGet("/features/installed", (IEnumerable<WorkflowApiFeature> features) => ApiResults.Ok(List([.. features]))).RequirePermission("read:installed-features");
        group.MapGet("/features/installed/{fullName}", (string fullName, IEnumerable<WorkflowApiFeature> features) =>
            features.FirstOrDefault(feature => feature.FullName == fullName) is { } found ? ApiResults.Ok(found) : ApiResults.NotFound()).RequirePermission("read:installed-features");
        group.MapGet("/package/version", () => ApiResults.Ok(new { PackageVersion = "3.8.0" })).AllowAnonymous();
    }

    private static void Map(RouteGroupBuilder group, string path, string permission, object answer) =>
        group.MapGet("/descriptors/" + path, () => ApiResults.Ok(answer)).RequirePermission(permission);

    private static object List<T>(IReadOnlyList<T> items) => new { Items = items, items.Count };

    private static async Task<IResult> ActivitiesAsync(HttpContext context) => ApiResults.Ok(List(await Writer(context).AllAsync(context.RequestAborted)));

    private static async Task<IResult> OptionsAsync(HttpContext context, string typeName, string inputName)
    {
        await ApiBody.ObjectAsync(context);
        return await Writer(context).OptionsAsync(typeName, inputName, context.RequestAborted) is { } items ? ApiResults.Ok(new { Items = items }) : ApiResults.NotFound();
    }

    private static DescriptorWriter Writer(HttpContext context) => new(context.Registry(), context.Definitions(), new InputEditors(context.RequestServices.GetServices<IActivityOptions>()));

    private sealed record ExpressionDescriptor(string Type, string DisplayName, bool IsSerializable, bool IsBrowsable)
    {
        public ExpressionDescriptor(string type, string displayName, bool isSerializable, bool isBrowsable, string language)
            : this(type, displayName, isSerializable, isBrowsable) => Properties = new JsonObject { ["MonacoLanguage"] = language };

        public JsonObject Properties { get; } = [];
    }

    private sealed record StrategyDescriptor(string DisplayName, string Description, string TypeName);

    private sealed record StorageDriverDescriptor(string TypeName, string DisplayName, int Priority, bool Deprecated = false);
}
