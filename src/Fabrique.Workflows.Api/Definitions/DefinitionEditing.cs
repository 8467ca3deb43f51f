using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Workflows.Api;

/// <summary>Saves, publishes, retracts, reverts and deletes definitions.</summary>
internal static class DefinitionEditing
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapPost("/workflow-definitions", (Delegate)SaveAsync).RequirePermission(DefinitionLinks.Write);
        group.MapPost("/workflow-definitions/{definitionId}/publish", (Delegate)PublishAsync).RequirePermission(DefinitionLinks.Publish);
        group.MapPost("/workflow-definitions/{definitionId}/retract", (Delegate)RetractAsync).RequirePermission(DefinitionLinks.Retract);
        group.MapPost("/workflow-definitions/{definitionId}/revert/{version:int}", (Delegate)RevertAsync).RequirePermission(DefinitionLinks.Publish);
        group.MapPost("/workflow-definitions/{definitionId}/update-references", (Delegate)UpdateReferencesAsync).RequirePermission(DefinitionLinks.Publish);
        group.MapDelete("/workflow-definitions/{definitionId}", (Delegate)DeleteAsync).RequirePermission(DefinitionLinks.Delete);
        group.MapDelete("/workflow-definitions/{definitionId}/version/{version:int}", (Delegate)DeleteNumberAsync).RequirePermission(DefinitionLinks.Delete);
        group.MapDelete("/workflow-definition-versions/{versionId}", (Delegate)DeleteVersionAsync).RequirePermission(DefinitionLinks.Delete);
        group.MapPost("/bulk-actions/delete/workflow-definitions/by-definition-id", (Delegate)DeleteManyAsync).RequirePermission(DefinitionLinks.Delete);
        group.MapPost("/bulk-actions/delete/workflow-definitions/by-id", (Delegate)DeleteManyVersionsAsync).RequirePermission(DefinitionLinks.Delete);
        group.MapPost("/bulk-actions/publish/workflow-definitions/by-definition-ids", (Delegate)PublishManyAsync).RequirePermission(DefinitionLinks.Publish);
        group.MapPost("/bulk-actions/retract/workflow-definitions/by-definition-ids", (Delegate)RetractManyAsync).RequirePermission(DefinitionLinks.Retract);
    }

    /// <summary>Makes of what a caller sent a definition that can be stored.</summary>
    public static WorkflowDocument Receive(HttpContext context, JsonObject model)
    {
        model.Remove("links");
        DefinitionShape.NameDrivers(model, isStored: true);
        if (model["root"] is JsonObject root && UnknownActivities.Restore(root) is var restored && restored != root)
        {
            model["root"] = restored;
        }

        if (model.Text("definitionId") is null or "")
        {
            model["definitionId"] = Guid.CreateVersion7(context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow()).ToString("N");
        }

        return WorkflowDocument.Parse(model.ToText());
    }

    public static void ThrowIfReadonly(WorkflowVersion? latest)
    {
        if (latest is not null && WorkflowDocument.Parse(latest.Json).Model.Flag("isReadonly"))
        {
            throw new RefusedException(StatusCodes.Status403Forbidden, $"« {latest.Name} » est en lecture seule : copiez-le sous un autre nom pour le modifier.");
        }
    }

    private static async Task<IResult> SaveAsync(HttpContext context)
    {
        var body = await ApiBody.ObjectAsync(context);
        if (body["model"] is not JsonObject model)
        {
            return ApiResults.Refuse(StatusCodes.Status400BadRequest, "La procédure manque : le corps de la demande est {\"model\": …, \"publish\": …}.");
        }

        var publish = body.Flag("publish");
        if (publish && !Permissions.Allow(context.User, DefinitionLinks.Publish))
        {
            return ApiResults.Refuse(StatusCodes.Status403Forbidden, "Vous n’avez pas l’habilitation nécessaire pour publier.");
        }

        // Studio offers kinds of drawings that nothing here could execute, nor show.
        if (model.Text("definitionId") is null or "" && (model["root"] as JsonObject)?.Text("type") is { Length: > 0 } type && context.Registry().Find(type) is null)
        {
            return ApiResults.Refuse(StatusCodes.Status400BadRequest, $"Une procédure de cette forme ({type}) ne pourrait être ni dessinée ni exécutée ici : choisissez « Flowchart » ou « Sequence ».");
        }

        if (UndrawableOf(context.Registry(), model) is { } problem)
        {
            return ApiResults.Refuse(StatusCodes.Status400BadRequest, $"{problem} : sans cela, le dessin entier ne pourrait plus être montré.");
        }

        var edited = DraftRevision.Edited(model);
        var document = Receive(context, model);
        var errors = await ProblemText.ErrorsAsync(context, document);
        bool Look(WorkflowDocument saved, WorkflowVersion? latest)
        {
            ThrowIfReadonly(latest);
            DraftRevision.Count(saved, latest, edited, context);
            return true;
        }

        if (publish && errors.Count == 0 && await context.Definitions().GetLatestAsync(document.DefinitionId, context.RequestAborted) is { IsPublished: true } current && current.Id == edited.VersionId
            && JsonNode.DeepEquals(await ComparableAsync(context, current), await ComparableAsync(context, current with { Json = document.ToModelJson(), Name = document.Name })))
        {
            return await SavedAsync(context, current, alreadyPublished: true, errors);
        }

        // What was drawn is kept, even when it cannot be published.
        var version = publish && errors.Count == 0
            ? await context.Publisher().PublishAsync(document, Look, context.RequestAborted)
            : await context.Definitions().SaveDraftAsync(document, Look, context.RequestAborted);
        await context.TellAsync(version.IsPublished ? WorkflowApiActions.DefinitionPublished : WorkflowApiActions.DefinitionSaved, version.Id, version.DefinitionId, NoteOf(version));
        return publish && errors.Count > 0 ? ApiResults.Refuse(StatusCodes.Status400BadRequest, errors) : await SavedAsync(context, version, alreadyPublished: false, errors);
    }

    /// <summary>The first activity that the caller has just made such that Studio could not show the drawing again.</summary>
    private static string? UndrawableOf(ActivityRegistry registry, JsonObject model) => model["root"] is not JsonObject root
        ? null
        : ActivityTree.All(root)
            .Select(activity => UndrawableActivities.ProblemOf(activity, registry.Find(activity.Text("type") ?? "")) is { } problem ? $"{ProblemText.NameOf(registry, activity)} : {problem}" : null)
            .FirstOrDefault(problem => problem is not null);

    private static async Task<IResult> SavedAsync(HttpContext context, WorkflowVersion version, bool alreadyPublished, IReadOnlyList<string> errors)
    {
        var definition = await context.Shape().FullAsync(version, context.User, context.RequestAborted);
        var isUsable = (definition["options"] as JsonObject)?.Flag("usableAsActivity") ?? false;
        return ApiResults.Ok(new
        {
            WorkflowDefinition = definition,
            AlreadyPublished = alreadyPublished,
            ConsumingWorkflowCount = isUsable ? (await context.Publisher().FindUsersAsync(version.DefinitionId, context.RequestAborted)).Count : 0,
            ValidationErrors = errors,
        });
    }

    private static Task<JsonObject> ComparableAsync(HttpContext context, WorkflowVersion version) => context.Shape().FullAsync(version, null, context.RequestAborted);

    private static async Task<IResult> PublishAsync(HttpContext context, string definitionId)
    {
        var definitions = context.Definitions();
        if (await definitions.GetLatestAsync(definitionId, context.RequestAborted) is not { } latest)
        {
            return ApiResults.NotFound();
        }

        ThrowIfReadonly(latest);
        var document = WorkflowDocument.Parse(latest.Json);
        if (await ProblemText.ErrorsAsync(context, document) is { Count: > 0 } errors)
        {
            return ApiResults.Refuse(StatusCodes.Status400BadRequest, errors);
        }

        return await context.DefinitionAsync(await PublishLatestAsync(context, latest));
    }

    private static async Task<WorkflowVersion> PublishLatestAsync(HttpContext context, WorkflowVersion latest)
    {
        var version = await context.Publisher().PublishLatestAsync(latest.DefinitionId, context.RequestAborted);
        if (!latest.IsPublished)
        {
            await context.TellAsync(WorkflowApiActions.DefinitionPublished, version.Id, version.DefinitionId, NoteOf(version));
        }

        return version;
    }

    private static async Task<IResult> RetractAsync(HttpContext context, string definitionId)
    {
        var definitions = context.Definitions();
        if (await definitions.GetLatestAsync(definitionId, context.RequestAborted) is not { } latest)
        {
            return ApiResults.NotFound();
        }

        ThrowIfReadonly(latest);
        return await RetractLatestAsync(context, latest)
            ? await context.DefinitionAsync(await definitions.GetLatestAsync(definitionId, context.RequestAborted))
            : ApiResults.Refuse(StatusCodes.Status409Conflict, $"« {latest.Name} » n’est pas publié : il n’y a rien à retirer.");
    }

    private static async Task<bool> RetractLatestAsync(HttpContext context, WorkflowVersion latest)
    {
        var published = await context.Definitions().GetPublishedAsync(latest.DefinitionId, context.RequestAborted);
        if (published is null || !await context.Publisher().RetractAsync(latest.DefinitionId, context.RequestAborted))
        {
            return false;
        }

        await context.TellAsync(WorkflowApiActions.DefinitionRetracted, published.Id, published.DefinitionId, NoteOf(published));
        return true;
    }

    private static async Task<IResult> RevertAsync(HttpContext context, string definitionId, int version)
    {
        ThrowIfReadonly(await context.Definitions().GetLatestAsync(definitionId, context.RequestAborted));
        var draft = await context.Definitions().RevertAsync(definitionId, version, context.RequestAborted);
        await context.TellAsync(WorkflowApiActions.DefinitionReverted, draft.Id, definitionId, $"{NoteOf(draft)}, copie de la version {version}");
        return ApiResults.Ok(DefinitionShape.Summary(draft, null), StatusCodes.Status201Created);
    }

    private static async Task<IResult> UpdateReferencesAsync(HttpContext context, string definitionId)
    {
        var updated = await context.Publisher().UpdateUsersAsync(definitionId, context.RequestAborted);
        foreach (var version in updated)
        {
            await context.TellAsync(WorkflowApiActions.DefinitionReferencesUpdated, version.Id, version.DefinitionId, NoteOf(version));
        }

        return ApiResults.Ok(new { AffectedWorkflows = updated.Select(version => version.Name) });
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, string definitionId) =>
        await RemoveAllAsync(context, definitionId) ? Results.NoContent() : ApiResults.NotFound();

    private static async Task<IResult> DeleteNumberAsync(HttpContext context, string definitionId, int version) =>
        await new VersionOptions(WorkflowVersions.All, version).FindAsync(context.Definitions(), definitionId, context.RequestAborted) is { } found && await RemoveAsync(context, found)
            ? Results.NoContent()
            : ApiResults.NotFound();

    private static async Task<IResult> DeleteVersionAsync(HttpContext context, string versionId) =>
        await context.Definitions().GetVersionAsync(versionId, context.RequestAborted) is { } found && await RemoveAsync(context, found)
            ? Results.NoContent()
            : ApiResults.NotFound();

    private static async Task<bool> RemoveAllAsync(HttpContext context, string definitionId)
    {
        var latest = await context.Definitions().GetLatestAsync(definitionId, context.RequestAborted);
        if (latest is null || await context.Definitions().DeleteAsync(definitionId, context.RequestAborted) == 0)
        {
            return false;
        }

        await context.TellAsync(WorkflowApiActions.DefinitionDeleted, definitionId, definitionId, $"« {latest.Name} », toutes ses versions");
        return true;
    }

    private static async Task<bool> RemoveAsync(HttpContext context, WorkflowVersion version)
    {
        if (!await context.Definitions().DeleteVersionAsync(version.Id, context.RequestAborted))
        {
            return false;
        }

        await context.TellAsync(WorkflowApiActions.DefinitionDeleted, version.Id, version.DefinitionId, NoteOf(version));
        return true;
    }

    private static async Task<IResult> DeleteManyAsync(HttpContext context)
    {
        var body = await ApiBody.ReadAsync<DefinitionIdList>(context);
        return await DeleteEachAsync(context, body.All, id => RemoveAllAsync(context, id));
    }

    private static async Task<IResult> DeleteManyVersionsAsync(HttpContext context)
    {
        var body = await ApiBody.ReadAsync<VersionIdList>(context);
        return await DeleteEachAsync(context, body.All, async id => await context.Definitions().GetVersionAsync(id, context.RequestAborted) is { } version && await RemoveAsync(context, version));
    }

    /// <summary>Deletes what can be; tells why the rest stays.</summary>
    private static async Task<IResult> DeleteEachAsync(HttpContext context, IReadOnlyList<string> ids, Func<string, Task<bool>> delete)
    {
        var deleted = 0;
        var refusals = new List<string>();
        foreach (var id in ids)
        {
            try
            {
                deleted += await delete(id) ? 1 : 0;
            }
            catch (WorkflowInUseException refusal)
            {
                refusals.Add(context.InWords(refusal));
            }
        }

        return refusals.Count == 0
            ? ApiResults.Ok(new { Deleted = deleted })
            : ApiResults.Refuse(StatusCodes.Status409Conflict, [.. refusals, $"Supprimés : {deleted} sur {ids.Count}."]);
    }

    private static async Task<IResult> PublishManyAsync(HttpContext context)
    {
        var definitions = context.Definitions();
        var found = new List<WorkflowVersion>();
        var notFound = new List<string>();
        var errors = new List<string>();
        foreach (var id in (await ApiBody.ReadAsync<DefinitionIdList>(context)).All)
        {
            if (await definitions.GetLatestAsync(id, context.RequestAborted) is not { } latest)
            {
                notFound.Add(id);
                continue;
            }

            ThrowIfReadonly(latest);
            found.Add(latest);
            errors.AddRange((await ProblemText.ErrorsAsync(context, WorkflowDocument.Parse(latest.Json))).Select(error => $"« {latest.Name} » : {error}"));
        }

        // One that cannot be published keeps all from being: the list that was chosen is published together.
        if (errors.Count > 0)
        {
            return ApiResults.Refuse(StatusCodes.Status400BadRequest, errors);
        }

        foreach (var latest in found)
        {
            await PublishLatestAsync(context, latest);
        }

        return ApiResults.Ok(new
        {
            Published = found.Where(latest => !latest.IsPublished).Select(latest => latest.DefinitionId),
            AlreadyPublished = found.Where(latest => latest.IsPublished).Select(latest => latest.DefinitionId),
            NotFound = notFound,
        });
    }

    private static async Task<IResult> RetractManyAsync(HttpContext context)
    {
        var retracted = new List<string>();
        var already = new List<string>();
        var notFound = new List<string>();
        foreach (var id in (await ApiBody.ReadAsync<DefinitionIdList>(context)).All)
        {
            if (await context.Definitions().GetLatestAsync(id, context.RequestAborted) is not { } latest)
            {
                notFound.Add(id);
                continue;
            }

            ThrowIfReadonly(latest);
            (await RetractLatestAsync(context, latest) ? retracted : already).Add(id);
        }

        return ApiResults.Ok(new { Retracted = retracted, AlreadyRetracted = already, NotFound = notFound });
    }

    private static string NoteOf(WorkflowVersion version) => $"« {version.Name} », version {version.Version}";

    private sealed record DefinitionIdList
    {
        public IReadOnlyList<string>? DefinitionIds { get; init; }

        public IReadOnlyList<string> All => [.. (DefinitionIds ?? []).Distinct(StringComparer.Ordinal)];
    }

    private sealed record VersionIdList
    {
        public IReadOnlyList<string>? Ids { get; init; }

        public IReadOnlyList<string> All => [.. (Ids ?? []).Distinct(StringComparer.Ordinal)];
    }
}
