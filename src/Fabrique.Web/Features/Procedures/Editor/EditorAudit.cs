using Fabrique.Data;
using Fabrique.Data.Auditing;
using Fabrique.Workflows;
using Fabrique.Workflows.Api;

namespace Fabrique.Web.Features.Procedures.Editor;

/// <summary>Writes in the audit trail what is done to procedures from their editor: who, what in a French sentence, to which definition or instance.</summary>
internal sealed class EditorAudit(FabriqueDbContext db, AuditScope audit, WorkflowCatalog catalog) : IWorkflowApiJournal
{
    public async ValueTask WriteAsync(WorkflowApiAction action, CancellationToken cancellationToken)
    {
        audit.Note(Subject(action.Action), action.SubjectId, Change(action.Action), await SentenceAsync(action, cancellationToken));
        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task<string> SentenceAsync(WorkflowApiAction action, CancellationToken cancellationToken)
    {
        var sentence = $"{Sentence(action.Action)}{await NameAsync(action.DefinitionId, cancellationToken)}.";
        return action.Note is { Length: > 0 } note ? $"{sentence} {note}" : sentence;
    }

    private async Task<string> NameAsync(string? definitionId, CancellationToken cancellationToken) => definitionId is null
        ? ""
        : $" (circuit «\u00a0{(await catalog.GetLatestAsync(definitionId, cancellationToken))?.Name ?? definitionId}\u00a0»)";

    private static string Subject(string action) => action.Split('.')[0] switch
    {
        "definition" => "WorkflowDefinition",
        "event" => "WorkflowEvent",
        "task" => "WorkflowTask",
        _ => "WorkflowInstance",
    };

    private static string Change(string action) => action switch
    {
        WorkflowApiActions.DefinitionImported or WorkflowApiActions.InstanceStarted or WorkflowApiActions.EventPublished => "Added",
        WorkflowApiActions.DefinitionDeleted or WorkflowApiActions.InstanceDeleted => "Deleted",
        _ => "Modified",
    };

    private static string Sentence(string action) => action switch
    {
        WorkflowApiActions.DefinitionSaved => "Brouillon enregistré",
        WorkflowApiActions.DefinitionPublished => "Version publiée",
        WorkflowApiActions.DefinitionRetracted => "Version publiée retirée",
        WorkflowApiActions.DefinitionReverted => "Version antérieure reprise en brouillon",
        WorkflowApiActions.DefinitionDeleted => "Circuit ou version supprimés",
        WorkflowApiActions.DefinitionImported => "Circuit importé",
        WorkflowApiActions.DefinitionReferencesUpdated => "Circuits utilisateurs mis à jour",
        WorkflowApiActions.InstanceStarted => "Instance démarrée",
        WorkflowApiActions.InstanceCancelled => "Instance annulée",
        WorkflowApiActions.InstanceDeleted => "Instance supprimée",
        WorkflowApiActions.InstanceChanged => "Variables d’une instance modifiées",
        WorkflowApiActions.IncidentRetried => "Incident relancé",
        WorkflowApiActions.EventPublished => "Événement publié",
        WorkflowApiActions.TaskCompleted => "Tâche d’un autre système terminée",
        _ => action,
    };
}
