using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Workflows.Api;

/// <summary>Tells the host's journals what was done.</summary>
internal static class ApiAudit
{
    /// <param name="context">The request that did it.</param>
    /// <param name="action">One of <see cref="WorkflowApiActions"/>.</param>
    /// <param name="subjectId">Identifier of what was acted upon.</param>
    /// <param name="definitionId">Definition id concerned, or null.</param>
    /// <param name="note">Details for people, in French.</param>
    public static async Task TellAsync(this HttpContext context, string action, string subjectId, string? definitionId, string? note = null)
    {
        foreach (var journal in context.RequestServices.GetServices<IWorkflowApiJournal>())
        {
            // What was done is done: the caller who leaves now does not keep it from being noted.
            await journal.WriteAsync(new WorkflowApiAction(context.User, action, subjectId, definitionId) { Note = note }, CancellationToken.None);
        }
    }
}
