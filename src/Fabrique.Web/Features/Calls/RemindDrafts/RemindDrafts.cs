using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Kernel.Activities;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Mail;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Calls.RemindDrafts;

/// <summary>Writes to each agent whose application to the call is still a draft. Once the call has closed, nobody is written to.</summary>
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
                .ToListAsync(context.CancellationToken);
            var messages = context.Service<SubjectMessages>();
            foreach (var draft in drafts)
            {
                await messages.WriteAsync(context.GetInput<string>("Message")!, new Subject(ApplicationSubject.SubjectCode, draft.Id), ApplicationSubject.Applicant.Code, context.CancellationToken);
            }
        }

        context.Complete();
    }
}
