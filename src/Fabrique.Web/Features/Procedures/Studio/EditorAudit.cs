using Fabrique.Workflows;
using Fabrique.Workflows.Api;

namespace Fabrique.Web.Features.Procedures.Studio;

/// <summary>Writes in the audit trail what is done to procedures and to their instances from the editor, as the pages write it.</summary>
internal sealed class EditorAudit(ProcedureAudit audit, WorkflowDefinitionStore definitions) : IWorkflowApiJournal
{
    public async ValueTask WriteAsync(WorkflowApiAction action, CancellationToken cancellationToken)
    {
        if (Act(action.Action) is { } act && action.DefinitionId is { } definitionId)
        {
            var version = await definitions.GetVersionAsync(action.SubjectId, cancellationToken);
            await audit.RecordAsync(act, definitionId, version?.Version, $"{Verb(act)} {action.Note ?? definitionId}");
        }
        else
        {
            await audit.NoteAsync(Subject(action.Action), action.SubjectId, action.Action.Split('.')[^1], await SentenceAsync(action, cancellationToken));
        }
    }

    private static ProcedureAct? Act(string action) => action switch
    {
        WorkflowApiActions.DefinitionSaved or WorkflowApiActions.DefinitionReferencesUpdated => ProcedureAct.Saved,
        WorkflowApiActions.DefinitionPublished => ProcedureAct.Published,
        WorkflowApiActions.DefinitionRetracted => ProcedureAct.Retracted,
        WorkflowApiActions.DefinitionReverted => ProcedureAct.Reverted,
        WorkflowApiActions.DefinitionDeleted => ProcedureAct.Deleted,
        WorkflowApiActions.DefinitionImported => ProcedureAct.Imported,
        _ => null,
    };

    private static string Verb(ProcedureAct act) => act switch
    {
        ProcedureAct.Published => "a publié",
        ProcedureAct.Retracted => "a retiré",
        ProcedureAct.Reverted => "a repris",
        ProcedureAct.Deleted => "a supprimé",
        ProcedureAct.Imported => "a importé",
        _ => "a modifié le brouillon",
    };

    private static string Subject(string action) => action.Split('.')[0] switch
    {
        "event" => "WorkflowEvent",
        "task" => "WorkflowTask",
        _ => "WorkflowInstance",
    };

    private async Task<string> SentenceAsync(WorkflowApiAction action, CancellationToken cancellationToken)
    {
        var name = action.DefinitionId is { } definitionId ? $" de «\u00a0{(await definitions.GetLatestAsync(definitionId, cancellationToken))?.Name ?? definitionId}\u00a0»" : "";
        var sentence = action.Action switch
        {
            WorkflowApiActions.InstanceStarted => $"a démarré une exécution{name}",
            WorkflowApiActions.InstanceCancelled => $"a annulé une exécution{name}",
            WorkflowApiActions.InstanceDeleted => $"a supprimé une exécution{name}",
            WorkflowApiActions.InstanceChanged => $"a modifié les variables d’une exécution{name}",
            WorkflowApiActions.IncidentRetried => $"a relancé un incident{name}",
            WorkflowApiActions.EventPublished => "a publié un événement",
            WorkflowApiActions.TaskCompleted => $"a terminé la tâche d’un autre système{name}",
            _ => action.Action,
        };
        return action.Note is { Length: > 0 } note ? $"{sentence} ({note.TrimEnd('.')})" : sentence;
    }
}
