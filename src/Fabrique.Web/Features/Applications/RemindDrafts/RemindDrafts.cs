using Fabrique.Domain.Applications;
using Fabrique.Web.Features.Calls;
using Fabrique.Web.Kernel.Activities;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.RemindDrafts;

/// <summary>Has each agent written to whose application to the call is still a draft (<see cref="DraftReminders"/>). Once the call has closed, nobody is.</summary>
[About(CallSubject.SubjectCode)]
[Activity("Fabrique.RemindDrafts", DisplayName = "Rappeler les brouillons", Category = Categories.Messages, Description = "Écrit aux agents dont la candidature n’est pas déposée.")]
[Input("Message", typeof(string), DisplayName = "Message", IsRequired = true, DefaultValue = "appel/rappel-brouillon", UIHint = "dropdown", Description = "Le modèle de message.")]
public sealed class RemindDrafts : Activity
{
    protected override async ValueTask ExecuteAsync(ActivityContext context)
    {
        var callId = context.SubjectId(CallSubject.SubjectCode);
        var db = context.Db();
        var call = await db.Calls.SingleAsync(call => call.Id == callId, context.CancellationToken);
        if (context.UtcNow() < call.ClosesAt)
        {
            var drafts = await db.Applications
                .Where(application => application.CallId == callId && application.Status == ApplicationStatus.Draft)
                .OrderBy(application => application.Reference)
                .Select(application => application.Id)
                .ToListAsync(context.CancellationToken);
            var message = context.GetInput<string>("Message")!;
            db.DueRequests.AddRange(drafts.Select(draft => DraftReminders.Ask(draft, message, context.Clock.GetUtcNow())));
        }

        context.Complete();
    }
}
